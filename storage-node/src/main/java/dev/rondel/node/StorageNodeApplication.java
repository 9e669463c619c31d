package dev.rondel.node;

import dev.rondel.node.compat.chord.ChordConfiguration;
import dev.rondel.node.compat.viewleader.ServerDoor;
import dev.rondel.node.memcached.MemcachedConfiguration;
import dev.rondel.node.resp.RespConfiguration;
import dev.rondel.node.web.WebConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** A storage node as a process. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan("dev.rondel.node.runtime")
@Import({
  WebConfiguration.class,
  ChordConfiguration.class,
  MemcachedConfiguration.class,
  RespConfiguration.class,
  ServerDoor.class
})
public class StorageNodeApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(StorageNodeApplication.class, arguments);
  }
}
