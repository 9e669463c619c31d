package dev.rondel.view;

import dev.rondel.ring.HashRing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.RingNode;
import dev.rondel.ring.Token;
import java.util.Collection;
import java.util.List;

/**
 * Where the ranges of a view should be: the proposal that its chains are brought to. Coordinator,
 * node, client and simulator all ask here; the rule itself is {@link HashRing#placement}.
 */
public record Placement(HashRing ring, int replicationFactor) {

  public static Placement of(View view) {
    return new Placement(ringOf(view.members()), view.replicationFactor());
  }

  /** The ring of those members that are {@link Member.Standing#IN} and have tokens. */
  public static HashRing ringOf(Collection<Member> members) {
    return HashRing.of(
        members.stream()
            .filter(member -> member.standing() == Member.Standing.IN && !member.tokens().isEmpty())
            .map(
                member ->
                    new RingNode(member.id(), member.zone(), member.weight(), member.tokens()))
            .toList());
  }

  /** The nodes that should hold {@code token}, its owner first. */
  public List<NodeId> replicas(Token token) {
    return ring.placement(token, replicationFactor);
  }
}
