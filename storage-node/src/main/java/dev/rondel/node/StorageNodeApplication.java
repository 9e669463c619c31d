package dev.rondel.node;

import dev.rondel.node.compat.chord.ChordConfiguration;
import dev.rondel.node.compat.pipeline.JoinController;
import dev.rondel.node.compat.pipeline.PipelineConfiguration;
import dev.rondel.node.compat.viewleader.ServerDoor;
import dev.rondel.node.memcached.MemcachedConfiguration;
import dev.rondel.node.resp.RespConfiguration;
import dev.rondel.node.standalone.StandaloneConfiguration;
import dev.rondel.node.web.WebConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** A storage node as a process. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan("dev.rondel.node.runtime")
@Import({
  WebConfiguration.class,
  StandaloneConfiguration.class,
  ChordConfiguration.class,
  PipelineConfiguration.class,
  JoinController.class,
  MemcachedConfiguration.class,
  RespConfiguration.class,
  ServerDoor.class
})
public class StorageNodeApplication {

  public static void main(String[] arguments) {
    if (ShortForm.of(arguments, System.getenv()).isUsed() && isPrepared()) {
      System.setProperty("spring.aot.enabled", "true");
    }
    start(arguments);
  }

  /** Starts a node in this process; see {@link ShortForm} for what the arguments may be. */
  static ConfigurableApplicationContext start(String... arguments) {
    var given = ShortForm.of(arguments, System.getenv());
    var application = new SpringApplication(StorageNodeApplication.class);
    application.setDefaultProperties(given.defaults());
    return application.run(given.arguments());
  }

  /** Whether the beans were decided on when the jar was built: a start is faster by that. */
  private static boolean isPrepared() {
    String prepared = StorageNodeApplication.class.getName() + "__ApplicationContextInitializer";
    return System.getProperty("spring.aot.enabled") == null
        && System.getProperty("spring.aot.processing") == null
        && StorageNodeApplication.class
                .getClassLoader()
                .getResource(prepared.replace('.', '/') + ".class")
            != null;
  }
}
