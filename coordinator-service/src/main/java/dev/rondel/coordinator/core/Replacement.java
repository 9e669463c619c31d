package dev.rondel.coordinator.core;

import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.Member.Standing;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes have been down for so long that others shall take their ranges, until they are heard
 * again. Nobody is replaced while more are down than up: when most of the ring is gone at the same
 * time, it is a power cut or a restart of everything, and copying all data to the few that came
 * back first would only make it longer.
 */
final class Replacement {

  private final long patience;
  private final Map<NodeId, Long> downSince = new HashMap<>();

  Replacement(Duration replaceAfter) {
    this.patience = replaceAfter.toNanos();
  }

  /** Looks at the members; the answer names those that are to be replaced from now on. */
  Set<NodeId> tick(Collection<Member> members, long now) {
    var due = new TreeSet<NodeId>();
    int up = 0;
    int down = 0;
    for (Member member : members) {
      boolean in = member.standing() == Standing.IN;
      if (member.up() || !in) {
        downSince.remove(member.id());
        up += in ? 1 : 0;
      } else {
        down++;
        if (now - downSince.computeIfAbsent(member.id(), node -> now) >= patience) {
          due.add(member.id());
        }
      }
    }
    return down <= up ? due : Set.of();
  }
}
