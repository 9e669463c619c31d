package dev.rondel.wire;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A view in JSON, as nodes and the coordinator tell it at {@code GET /ring}, and as clients read
 * it. Tokens are 32 hexadecimal digits; shares are parts of the whole ring, from 0 to 1.
 */
public record RingDocument(
    long epoch, int replicationFactor, String hash, List<Node> nodes, List<Arc> ranges) {

  /**
   * A node.
   *
   * @param standing in, replaced, draining or out
   * @param share the part of the ring that it is head of
   */
  public record Node(
      String id,
      String standing,
      boolean up,
      String httpAddress,
      String peerAddress,
      String zone,
      double weight,
      long incarnation,
      double share,
      List<String> tokens) {

    private static Node of(Member member, double share) {
      return new Node(
          member.id().value(),
          member.standing().name().toLowerCase(Locale.ROOT),
          member.up(),
          member.httpAddress(),
          member.peerAddress(),
          member.zone(),
          member.weight(),
          member.incarnation(),
          share,
          member.tokens().stream().map(Token::toString).toList());
    }

    private Member toMember() {
      return new Member(
          NodeId.of(id),
          incarnation,
          httpAddress,
          peerAddress,
          zone,
          weight,
          Member.Standing.valueOf(standing.toUpperCase(Locale.ROOT)),
          up,
          tokens.stream().map(Token::parse).toList());
    }
  }

  /**
   * The range ({@code after}, {@code token}].
   *
   * @param chain who serves it, head first
   * @param settled whether its head has opened it in {@code chainEpoch}
   * @param emptyBefore the chain epoch before which everything was given up; 0 = nothing was, or
   *     the range is open since
   */
  public record Arc(
      String after,
      String token,
      double share,
      List<String> chain,
      List<String> learners,
      long chainEpoch,
      boolean settled,
      List<String> previous,
      long emptyBefore) {

    /** The range at this index of the view. */
    public static Arc of(View view, int index) {
      var arc = view.arc(index);
      Range range = view.ranges().get(index);
      return new Arc(
          arc.after().toString(),
          range.token().toString(),
          arc.share(),
          names(range.chain()),
          names(range.learners()),
          range.chainEpoch().value(),
          range.isSettled(),
          names(range.previous()),
          range.emptyBefore().value());
    }

    private Range toRange() {
      return new Range(
          Token.parse(token),
          ids(chain),
          ids(learners),
          new Epoch(chainEpoch),
          ids(previous),
          new Epoch(emptyBefore));
    }
  }

  public static RingDocument of(View view) {
    List<Arc> arcs =
        IntStream.range(0, view.ranges().size()).mapToObj(index -> Arc.of(view, index)).toList();
    var shares = new HashMap<String, Double>();
    arcs.forEach(arc -> shares.merge(arc.chain().getFirst(), arc.share(), Double::sum));
    List<Node> nodes =
        view.members().stream()
            .map(member -> Node.of(member, shares.getOrDefault(member.id().value(), 0.0)))
            .toList();
    return new RingDocument(
        view.epoch().value(), view.replicationFactor(), view.hash(), nodes, arcs);
  }

  /**
   * The view that this tells.
   *
   * @throws IllegalArgumentException where it does not hold the model's rules
   */
  public View toView() {
    return new View(
        new Epoch(epoch),
        replicationFactor,
        hash,
        nodes.stream().map(Node::toMember).toList(),
        ranges.stream().map(Arc::toRange).toList());
  }

  static List<String> names(List<NodeId> ids) {
    return ids.stream().map(NodeId::value).toList();
  }

  private static List<NodeId> ids(List<String> names) {
    return names.stream().map(NodeId::of).toList();
  }
}
