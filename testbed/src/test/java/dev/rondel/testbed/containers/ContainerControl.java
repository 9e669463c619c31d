package dev.rondel.testbed.containers;

import dev.rondel.ring.NodeId;
import dev.rondel.testbed.scenario.ClusterControl;
import java.io.IOException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerState;

/** Ends and starts the containers of a cluster; it has as many nodes as its file says. */
final class ContainerControl implements ClusterControl {

  private final ComposeContainer cluster;

  ContainerControl(ComposeContainer cluster) {
    this.cluster = cluster;
  }

  @Override
  public void kill(NodeId id) throws IOException {
    DockerClientFactory.instance().client().killContainerCmd(containerOf(id)).exec();
  }

  @Override
  public void restart(NodeId id) throws IOException {
    DockerClientFactory.instance().client().startContainerCmd(containerOf(id)).exec();
  }

  @Override
  public void add() {
    throw new UnsupportedOperationException("the compose file has ten nodes");
  }

  @Override
  public void remove(NodeId id) {
    throw new UnsupportedOperationException("the compose file has ten nodes");
  }

  /** The service of {@code node_3000} is {@code node-3000}. */
  private String containerOf(NodeId id) throws IOException {
    String instance = ComposedClusterTest.instanceOf(id.value().replace('_', '-'));
    return cluster
        .getContainerByServiceName(instance)
        .map(ContainerState::getContainerId)
        .orElseThrow(() -> new IOException("no container is " + instance));
  }
}
