package dev.rondel.coordinator.redistribution;

import dev.rondel.ring.HashRing;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.Placement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wanted and what is known, at the moment of planning.
 *
 * @param members the nodes as they are now; where the view has another incarnation of a node, the
 *     node has restarted
 * @param target the ring to converge to, and the replication factor
 * @param failed nodes that are up and say that they can no longer acknowledge
 */
public record Situation(
    List<Member> members, Placement target, Set<NodeId> failed, Reports reports) {

  public Situation {
    members = List.copyOf(members);
    failed = Set.copyOf(failed);
  }

  Map<NodeId, Member> membersById() {
    var byId = new LinkedHashMap<NodeId, Member>();
    members.forEach(member -> byId.put(member.id(), member));
    return byId;
  }

  /**
   * The ring of the members that take part, without those that have been away for so long that
   * others replace them.
   */
  public static HashRing targetRing(Collection<Member> members, Set<NodeId> replaced) {
    return Placement.ringOf(
        members.stream().filter(member -> !replaced.contains(member.id())).toList());
  }
}
