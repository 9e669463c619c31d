package dev.rondel.node.standalone;

import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import java.util.List;

/** How the tables of standalone nodes are merged, and left. */
public final class Tables {

  private final Merge merge;
  private final Leave leave;

  Tables(Merge merge, Leave leave) {
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
}
