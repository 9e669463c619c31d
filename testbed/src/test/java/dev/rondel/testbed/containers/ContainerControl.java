package dev.rondel.testbed.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Frame;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.scenario.ClusterControl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerState;

/** Makes trouble for the containers of a cluster; it has as many nodes as its file says. */
final class ContainerControl implements ClusterControl {

  private final ComposeContainer cluster;
  private final DockerClient engine = DockerClientFactory.instance().client();

  ContainerControl(ComposeContainer cluster) {
    this.cluster = cluster;
  }

  @Override
  public void kill(NodeId id) throws IOException {
    kill(serviceOf(id));
  }

  void kill(String service) throws IOException {
    engine.killContainerCmd(containerOf(service)).exec();
  }

  @Override
  public void restart(NodeId id) throws IOException {
    restart(serviceOf(id));
  }

  void restart(String service) throws IOException {
    engine.startContainerCmd(containerOf(service)).exec();
  }

  /**
   * Stops the container's process where it is. By its signal, not by the engine's {@code pause}: a
   * freezer of control groups may refuse on a busy machine ("unable to freeze").
   */
  void pause(String service) throws IOException {
    signal(service, "STOP");
  }

  void resume(String service) throws IOException {
    signal(service, "CONT");
  }

  private void signal(String service, String name) throws IOException {
    engine.killContainerCmd(containerOf(service)).withSignal(name).exec();
  }

  /** Takes the container out of its network. Returns what puts it back, by the same name. */
  Undoing cutOff(String service) throws IOException {
    String container = containerOf(service);
    var network =
        engine
            .inspectContainerCmd(container)
            .exec()
            .getNetworkSettings()
            .getNetworks()
            .entrySet()
            .iterator()
            .next();
    engine
        .disconnectFromNetworkCmd()
        .withContainerId(container)
        .withNetworkId(network.getKey())
        .withForce(true)
        .exec();
    return () ->
        engine
            .connectToNetworkCmd()
            .withContainerId(container)
            .withNetworkId(network.getKey())
            .withContainerNetwork(new ContainerNetwork().withAliases(service))
            .exec();
  }

  /** What ends a trouble. */
  interface Undoing {
    void run() throws IOException;
  }

  @Override
  public void add() {
    throw new UnsupportedOperationException("the compose file has ten nodes");
  }

  @Override
  public void remove(NodeId id) {
    throw new UnsupportedOperationException("the compose file has ten nodes");
  }

  /** Writes what the containers of the cluster have printed, each into a file of its own. */
  void keepLogs(Iterable<String> services, Path directory)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    for (String service : services) {
      try (var file = Files.newBufferedWriter(directory.resolve(service + ".log"))) {
        var writer =
            new ResultCallback.Adapter<Frame>() {
              @Override
              public void onNext(Frame frame) {
                try {
                  file.write(new String(frame.getPayload(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            };
        engine
            .logContainerCmd(containerOf(service))
            .withStdOut(true)
            .withStdErr(true)
            .withTimestamps(true)
            .exec(writer)
            .awaitCompletion();
      }
    }
  }

  /** The service of {@code node_3000} is {@code node-3000}. */
  static String serviceOf(NodeId id) {
    return id.value().replace('_', '-');
  }

  private String containerOf(String service) throws IOException {
    String instance = ComposedClusterTest.instanceOf(service);
    return cluster
        .getContainerByServiceName(instance)
        .map(ContainerState::getContainerId)
        .orElseThrow(() -> new IOException("no container is " + instance));
  }
}
