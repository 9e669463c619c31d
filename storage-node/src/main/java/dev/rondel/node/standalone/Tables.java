package dev.rondel.node.standalone;

import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import dev.rondel.ring.NodeId;
import java.util.List;
import java.util.Map;

/** How the tables of standalone nodes are merged, and left. */
public final class Tables {

  private final StandaloneNode self;
  private final Merge merge;
  private final Leave leave;

  Tables(StandaloneNode self, Merge merge, Leave leave) {
    this.self = self;
    this.merge = merge;
    this.leave = leave;
  }

  /**
   * Merges the table of this node with those of the peers; blocks until the data is where it
   * belongs.
   *
   * @param lines {@code name:host:port}, a line for each peer
   * @throws Problem where that cannot be done
   */
  public void join(String lines) {
    List<PeerLines.Line> peers;
    try {
      peers = PeerLines.parse(lines);
    } catch (IllegalArgumentException wrong) {
      throw Problem.of(ErrorCode.BAD_BODY, String.valueOf(wrong.getMessage()));
    }
    merge.join(peers);
  }

  /**
   * Makes this node a table of its own; blocks until the rest of its table is stable. Does nothing
   * where it is alone.
   *
   * @throws Problem where that cannot be done
   */
  public void leave() {
    leave.now();
  }

  /**
   * Makes any member of the table one of its own; blocks until the rest is stable.
   *
   * @throws Problem where there is no such member, or that cannot be done
   */
  public void remove(NodeId node) {
    if (node.equals(self.id())) {
      leave();
      return;
    }
    String address =
        self.info()
            .member(node.value())
            .map(TableInfo.Peer::address)
            .orElseThrow(
                () ->
                    Problem.of(
                        ErrorCode.NO_SUCH_NODE,
                        "The table has no node " + node + "; /dht/peers lists all."));
    self.client().tell(address, "/leave", Map.of());
  }
}
