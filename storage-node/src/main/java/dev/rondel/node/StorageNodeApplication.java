package dev.rondel.node;

import dev.rondel.node.compat.chord.ChordConfiguration;
import dev.rondel.node.compat.pipeline.JoinController;
import dev.rondel.node.compat.pipeline.PipelineConfiguration;
import dev.rondel.node.compat.viewleader.ServerDoor;
import dev.rondel.node.memcached.MemcachedConfiguration;
import dev.rondel.node.resp.RespConfiguration;
import dev.rondel.node.standalone.StandaloneConfiguration;
import dev.rondel.node.startcache.StartCache;
import dev.rondel.node.web.WebConfiguration;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
  StandaloneConfiguration.class,
  ChordConfiguration.class,
  PipelineConfiguration.class,
  JoinController.class,
  MemcachedConfiguration.class,
  RespConfiguration.class,
  ServerDoor.class
})
public class StorageNodeApplication {

  private static final int EXIT_USAGE = 2;

  /**
   * Names nothing of Spring, and neither does any other signature here: a start that goes on from
   * the cache would load it for nothing.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Optional<StartCache> cache = Optional.empty();
    if (isShortForm(arguments)) {
      cache = StartCache.ofThisProcess(List.of(arguments), System.getenv());
      cache.ifPresent(StartCache::use);
      if (isPrepared()) {
        System.setProperty("spring.aot.enabled", "true");
      }
    }
    NodeStart.run(arguments);
    cache.ifPresent(StartCache::make);
    StartCache.holdOpen();
  }

  /** Does not return where the name or the port cannot be one. */
  private static boolean isShortForm(String[] arguments) {
    try {
      return ShortForm.of(arguments, System.getenv()).isUsed();
    } catch (IllegalArgumentException wrong) {
      OneLine.say(String.valueOf(wrong.getMessage()));
      System.exit(EXIT_USAGE);
      throw wrong;
    }
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
