package dev.rondel.shell.render;

import dev.rondel.ring.NodeId;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of the ring a node serves in a view.
 *
 * @param head the part of the ring of whose ranges it is the head
 * @param replica the part of the ring that it serves, as head or further down
 * @param ranges how many ranges it serves
 * @param learning how many ranges it copies just now
 */
public record NodeShare(NodeId id, double head, double replica, int ranges, int learning) {

  /** Every member of the view, in its order, those without a range too. */
  public static List<NodeShare> of(View view) {
    Map<NodeId, NodeShare> shares = new LinkedHashMap<>();
    view.members()
        .forEach(member -> shares.put(member.id(), new NodeShare(member.id(), 0, 0, 0, 0)));
    for (int i = 0; i < view.ranges().size(); i++) {
      Range range = view.ranges().get(i);
      double arc = view.arc(i).share();
      for (NodeId id : range.chain()) {
        shares.computeIfPresent(id, (_, share) -> share.serving(arc, id.equals(range.head())));
      }
      for (NodeId id : range.learners()) {
        shares.computeIfPresent(id, (_, share) -> share.learningOne());
      }
    }
    return List.copyOf(shares.values());
  }

  private NodeShare serving(double arc, boolean asHead) {
    return new NodeShare(id, asHead ? head + arc : head, replica + arc, ranges + 1, learning);
  }

  private NodeShare learningOne() {
    return new NodeShare(id, head, replica, ranges, learning + 1);
  }
}
