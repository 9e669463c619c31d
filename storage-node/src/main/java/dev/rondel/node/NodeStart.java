package dev.rondel.node;

import dev.rondel.node.startcache.FirstRequests;
import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A node that starts in this process. */
final class NodeStart {

  private NodeStart() {}

  /** For good; a node that is only trained ends here. */
  static void run(String[] arguments) throws IOException, InterruptedException {
    ConfigurableApplicationContext node = of(arguments);
    if (FirstRequests.areWanted()) {
      FirstRequests.send(
          node.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
      System.exit(SpringApplication.exit(node));
    }
  }

  /** See {@link ShortForm} for what the arguments may be. */
  static ConfigurableApplicationContext of(String... arguments) {
    var given = ShortForm.of(arguments, System.getenv());
    var application = new SpringApplication(StorageNodeApplication.class);
    application.setDefaultProperties(given.defaults());
    return application.run(given.arguments());
  }
}
