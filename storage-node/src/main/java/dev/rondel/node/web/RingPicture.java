package dev.rondel.node.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * A view in JSON. Tokens are 32 hexadecimal digits; shares are parts of the whole ring, from 0 to
 * 1.
 */
record RingPicture(
    long epoch,
    int replicationFactor,
    String hash,
    String servedBy,
    List<Node> nodes,
    List<Arc> ranges) {

  /** A node; {@code share} is the part of the ring that it is head of. */
  record Node(
      String id,
      String http,
      String zone,
      double weight,
      Member.Standing standing,
      boolean up,
      int tokens,
      double share) {}

  /**
   * The arc ({@code after}, {@code token}]; {@code settled} once its head has opened it in {@code
   * chainEpoch}.
   */
  record Arc(
      String after,
      String token,
      double share,
      List<String> chain,
      List<String> learners,
      long chainEpoch,
      List<String> previous,
      @JsonProperty("settled") boolean isSettled) {

    static Arc of(View view, int index) {
      var arc = view.arc(index);
      var range = view.ranges().get(index);
      return new Arc(
          arc.after().toString(),
          arc.to().toString(),
          arc.share(),
          names(range.chain()),
          names(range.learners()),
          range.chainEpoch().value(),
          names(range.previous()),
          range.isSettled());
    }
  }

  static RingPicture of(NodeId self, View view) {
    var arcs = new ArrayList<Arc>(view.ranges().size());
    var shares = new HashMap<String, Double>();
    for (int i = 0; i < view.ranges().size(); i++) {
      Arc arc = Arc.of(view, i);
      arcs.add(arc);
      shares.merge(arc.chain().getFirst(), arc.share(), Double::sum);
    }
    var nodes =
        view.members().stream()
            .map(member -> node(member, shares.getOrDefault(member.id().value(), 0.0)))
            .toList();
    return new RingPicture(
        view.epoch().value(), view.replicationFactor(), view.hash(), self.value(), nodes, arcs);
  }

  private static Node node(Member member, double share) {
    return new Node(
        member.id().value(),
        member.httpAddress(),
        member.zone(),
        member.weight(),
        member.standing(),
        member.up(),
        member.tokens().size(),
        share);
  }

  static List<String> names(List<NodeId> ids) {
    return ids.stream().map(NodeId::value).toList();
  }
}
