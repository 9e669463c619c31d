package dev.rondel.coordinator.redistribution;

import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.Placement;
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
 * @param givenUp nodes that are down, and of which an operator says that they will never return:
 *     what only they have is lost
 */
public record Situation(
    List<Member> members,
    Placement target,
    Set<NodeId> failed,
    Reports reports,
    Set<NodeId> givenUp) {

  public Situation {
    givenUp = Set.copyOf(givenUp);
    members = List.copyOf(members);
    failed = Set.copyOf(failed);
  }

  Map<NodeId, Member> membersById() {
    var byId = new LinkedHashMap<NodeId, Member>();
    members.forEach(member -> byId.put(member.id(), member));
    return byId;
  }
}
