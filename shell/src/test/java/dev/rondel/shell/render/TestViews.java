package dev.rondel.shell.render;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.List;

/** Small views to draw. */
public final class TestViews {

  public static final NodeId A = NodeId.of("node_3000");
  public static final NodeId B = NodeId.of("node_3001");
  public static final NodeId C = NodeId.of("node_3002");

  private TestViews() {}

  /** A has the first half of the ring, B the third quarter, and the last one with C as learner. */
  public static View threeNodes() {
    return threeNodes(true);
  }

  /** The same, where B may be down too: then nobody has the last quarter. */
  public static View threeNodes(boolean bIsUp) {
    return new View(
        new Epoch(7),
        2,
        "md5",
        List.of(member(A, true), member(B, bIsUp), member(C, false)),
        List.of(
            range(0x80, List.of(A, B), List.of()),
            range(0xc0, List.of(B, A), List.of()),
            range(0xff, List.of(B), List.of(C))));
  }

  private static Range range(int firstByte, List<NodeId> chain, List<NodeId> learners) {
    var token = firstByte == 0xff ? Token.MAX : new Token((long) firstByte << 56, 0);
    return new Range(token, chain, learners, new Epoch(5), List.of());
  }

  private static Member member(NodeId id, boolean up) {
    String port = id.value().substring(5);
    return new Member(
        id, 1, "localhost:" + port, "localhost:1" + port, "", 1, Member.Standing.IN, up, List.of());
  }
}
