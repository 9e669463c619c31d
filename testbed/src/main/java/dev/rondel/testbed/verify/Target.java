package dev.rondel.testbed.verify;

import dev.rondel.client.NodeEndpoint;
import dev.rondel.client.RondelClient;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that is tried.
 *
 * @param nodes the addresses to ask; null = all nodes of the ring that are up
 * @param timeout of one request
 */
public record Target(RondelClient client, @Nullable List<URI> nodes, Duration timeout) {

  /** A node that can be asked, with the name by which it is told. */
  public record Door(String name, NodeEndpoint endpoint) {}

  /** Every node that is to be asked now. */
  public List<Door> doors(View view) throws IOException {
    if (nodes != null) {
      return nodes.stream().map(node -> new Door(node.getAuthority(), client.at(node))).toList();
    }
    var doors = new ArrayList<Door>();
    for (Member member : view.members()) {
      if (member.up() && member.standing() != Member.Standing.OUT) {
        URI address =
            client
                .addressOf(member)
                .orElseThrow(
                    () ->
                        new IOException(
                            member.id() + " has no address: '" + member.httpAddress() + "'"));
        doors.add(new Door(member.id().value(), client.at(address)));
      }
    }
    if (doors.isEmpty()) {
      throw new IOException("the ring has no node that is up");
    }
    return List.copyOf(doors);
  }
}
