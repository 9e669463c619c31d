package dev.rondel.coordinator.membership;

import dev.rondel.ring.HashRing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenAllocator;
import dev.rondel.view.Member;
import dev.rondel.view.Member.Standing;
import dev.rondel.view.Placement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All nodes that were ever heard of, in the order of their first appearance, with what operators
 * want of them.
 *
 * <p>A node has tokens from the moment it joins, and keeps them when it leaves; when it returns it
 * gets others only if somebody else stands on one of them by then. Its zone and weight are those of
 * its first hello, until an operator changes them.
 */
public final class Registry {

  private final TokenAllocator allocator;
  private final Map<NodeId, Member> members = new LinkedHashMap<>();

  public Registry(Collection<Member> known, TokenAllocator allocator) {
    this.allocator = allocator;
    adopt(known);
  }

  public List<Member> members() {
    return List.copyOf(members.values());
  }

  public Optional<Member> find(NodeId node) {
    return Optional.ofNullable(members.get(node));
  }

  /** Takes what a plan has made of the members. */
  public void adopt(Collection<Member> planned) {
    members.clear();
    planned.forEach(member -> members.put(member.id(), member));
  }

  /** The process that said hello is the node from now on. */
  public void introduce(Hello hello) {
    Member known = members.get(hello.node());
    members.put(hello.node(), known == null ? first(hello) : again(hello, known));
    if (known == null && hello.join()) {
      join(hello.node());
    }
    markUp(hello.node());
  }

  private static Member first(Hello hello) {
    return new Member(
        hello.node(),
        hello.incarnation(),
        hello.httpAddress(),
        hello.peerAddress(),
        hello.zone(),
        hello.weight(),
        Standing.OUT,
        true,
        List.of());
  }

  private static Member again(Hello hello, Member known) {
    return new Member(
        known.id(),
        hello.incarnation(),
        hello.httpAddress(),
        hello.peerAddress(),
        known.zone(),
        known.weight(),
        known.standing(),
        true,
        known.tokens());
  }

  /** It is heard; where others had taken its ranges, it takes part again. */
  public void markUp(NodeId node) {
    change(node, member -> member.withUp(true));
    if (find(node).filter(member -> member.standing() == Standing.REPLACED).isPresent()) {
      join(node);
    }
  }

  public void markDown(NodeId node) {
    change(node, member -> member.withUp(false));
  }

  public void join(NodeId node) {
    change(node, member -> withTokens(member).with(Standing.IN));
  }

  public void drain(NodeId node) {
    change(node, member -> member.takesPart() ? member.with(Standing.DRAINING) : member);
  }

  /** Others take the node's ranges, until it is heard again. */
  public void replace(NodeId node) {
    change(
        node, member -> member.standing() == Standing.IN ? member.with(Standing.REPLACED) : member);
  }

  public void adjust(NodeId node, double weight, String zone) {
    change(
        node,
        member -> {
          var changed =
              new Member(
                  member.id(),
                  member.incarnation(),
                  member.httpAddress(),
                  member.peerAddress(),
                  zone,
                  weight,
                  member.standing(),
                  member.up(),
                  member.tokens());
          if (member.weight() == weight) {
            return changed;
          }
          return member.takesPart() ? changed.with(newTokens(changed)) : changed.with(List.of());
        });
  }

  /** Whether {@code node} is the only one that takes part, so that nobody could take its data. */
  public boolean isLastIn(NodeId node) {
    return members.values().stream()
        .noneMatch(member -> member.standing() == Standing.IN && !member.id().equals(node));
  }

  private Member withTokens(Member member) {
    Set<Token> taken = Set.copyOf(ringWithout(member.id()).tokens());
    boolean free =
        !member.tokens().isEmpty() && member.tokens().stream().noneMatch(taken::contains);
    return free ? member : member.with(newTokens(member));
  }

  private List<Token> newTokens(Member member) {
    return allocator.tokensFor(
        member.id(), member.zone(), member.weight(), Placement.ringOf(members.values()));
  }

  private HashRing ringWithout(NodeId node) {
    return Placement.ringOf(members.values()).without(node);
  }

  private void change(NodeId node, UnaryOperator<Member> change) {
    members.computeIfPresent(node, (id, member) -> change.apply(member));
  }
}
