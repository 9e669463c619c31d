package dev.rondel.testbed.chaos.plan;

import dev.rondel.ring.NodeId;
import dev.rondel.testbed.chaos.network.Cut;
import dev.rondel.testbed.chaos.network.Cut.Direction;
import dev.rondel.testbed.chaos.network.Party;
import dev.rondel.testbed.chaos.network.Treatment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Draws cuts around a node. Two in three are silent, as most real ones are: nobody is told that a
 * connection is dead.
 */
public final class Cuts {

  private final Random random;

  Cuts(Random random) {
    this.random = random;
  }

  /** Silence between a node and everybody else. */
  public static Cut isolating(NodeId node, Collection<NodeId> members) {
    Set<Direction> cut = new HashSet<>();
    both(cut, Party.of(node), everybody(peersOf(node, members)));
    return new Cut(cut, Treatment.STALL);
  }

  Act.CutNetwork draw(NodeId node, Collection<NodeId> members, Duration duration) {
    Party self = Party.of(node);
    List<Party> peers = peersOf(node, members);
    Party peer = peers.get(random.nextInt(peers.size()));
    Treatment treatment = random.nextInt(3) == 0 ? Treatment.RESET : Treatment.STALL;
    Set<Direction> cut = new HashSet<>();
    String what =
        switch (random.nextInt(8)) {
          case 0, 1 -> {
            both(cut, self, everybody(peers));
            yield node + " off";
          }
          case 2 -> {
            both(cut, self, strangersAnd(peers));
            yield node + " off from the nodes";
          }
          case 3 -> {
            both(cut, self, List.of(Party.COORDINATOR));
            yield node + " off from the coordinator";
          }
          case 4, 5 -> {
            both(cut, self, List.of(peer));
            yield node + " off from " + peer;
          }
          case 6 -> {
            cut.add(new Direction(self, peer));
            yield "the way from " + node + " to " + peer;
          }
          default -> {
            everybody(peers).forEach(other -> cut.add(new Direction(self, other)));
            yield "every way from " + node;
          }
        };
    return new Act.CutNetwork(what, new Cut(cut, treatment), duration);
  }

  private static List<Party> peersOf(NodeId node, Collection<NodeId> members) {
    return members.stream().filter(other -> !other.equals(node)).map(Party::of).toList();
  }

  private static List<Party> everybody(List<Party> peers) {
    var all = new ArrayList<>(strangersAnd(peers));
    all.add(Party.COORDINATOR);
    return all;
  }

  private static List<Party> strangersAnd(List<Party> peers) {
    var all = new ArrayList<>(peers);
    all.add(Party.STRANGER);
    return all;
  }

  private static void both(Set<Direction> cut, Party self, List<Party> others) {
    for (Party other : others) {
      cut.add(new Direction(self, other));
      cut.add(new Direction(other, self));
    }
  }
}
