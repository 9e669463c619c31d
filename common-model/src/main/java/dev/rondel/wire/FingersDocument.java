package dev.rondel.wire;

import dev.rondel.ring.FingerTable;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.util.List;

/**
 * The fingers of a node in JSON, as the node tells them at {@code GET /fingers}. Positions are 32
 * hexadecimal digits, like tokens, but lie on the circle of {@link FingerTable}.
 *
 * @param position where the node stands on the circle
 */
public record FingersDocument(String node, long epoch, String position, List<Finger> fingers) {

  /**
   * The fingers {@code first} to {@code last}, which are the same node.
   *
   * @param start where the interval begins
   * @param end where it ends, which does not belong to it
   * @param node the first living node at or after {@code start}
   * @param address where clients reach that node
   */
  public record Finger(
      int first, int last, String start, String end, String node, String address) {}

  /**
   * @param all every finger for itself, else neighbours that are the same node as one
   */
  public static FingersDocument of(NodeId self, View view, boolean all) {
    FingerTable table = view.fingers(self);
    return new FingersDocument(
        self.value(),
        view.epoch().value(),
        table.position().toString(),
        (all ? table.all() : table.merged()).stream().map(finger -> of(finger, view)).toList());
  }

  private static Finger of(FingerTable.Finger finger, View view) {
    return new Finger(
        finger.first(),
        finger.last(),
        finger.start().toString(),
        finger.end().toString(),
        finger.node().value(),
        view.member(finger.node()).map(Member::httpAddress).orElse(""));
  }
}
