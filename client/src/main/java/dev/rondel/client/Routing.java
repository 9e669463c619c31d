package dev.rondel.client;

import dev.rondel.pair.Key;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.Via;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Which addresses to try for a key, best first.
 *
 * <p>A write goes to the head, a read to any member of the chain. After them come some other nodes,
 * which forward, in case the chain's addresses cannot be reached from here; and the seeds, in case
 * none of the ring's can. A request that is to travel may begin anywhere.
 */
record Routing(ClientOptions options, Predicate<String> isKnownHost) {

  /** How many nodes outside the chain are tried in one round. */
  private static final int OTHERS = 2;

  List<URI> forRead(View view, Key key, RandomGenerator random) {
    return targets(view, key, random, true);
  }

  List<URI> forWrite(View view, Key key, RandomGenerator random) {
    return targets(view, key, random, false);
  }

  private List<URI> targets(View view, Key key, RandomGenerator random, boolean anyReplica) {
    var targets = new LinkedHashSet<URI>();
    if (options.direct() && !view.ranges().isEmpty()) {
      Map<NodeId, Member> members = view.membersById();
      List<NodeId> chain =
          new ArrayList<>(options.via() == Via.FINGERS ? List.of() : chain(view, key));
      if (anyReplica) {
        shuffle(chain, random);
      }
      addReachable(targets, chain, members);
      List<NodeId> others = new ArrayList<>(members.keySet());
      others.removeAll(chain);
      others.removeIf(id -> !isUp(members, id));
      shuffle(others, random);
      addReachable(targets, others.subList(0, Math.min(OTHERS, others.size())), members);
    }
    List<URI> seeds = new ArrayList<>(options.seeds());
    if (!options.direct()) {
      shuffle(seeds, random);
    }
    targets.addAll(seeds);
    return List.copyOf(targets);
  }

  private static List<NodeId> chain(View view, Key key) {
    return view.rangeOf(key).map(Range::chain).orElse(List.of());
  }

  /**
   * Members that the view says are up come first; one that it says is down may have come back
   * meanwhile.
   */
  private void addReachable(
      LinkedHashSet<URI> targets, List<NodeId> ids, Map<NodeId, Member> members) {
    for (boolean up : new boolean[] {true, false}) {
      for (NodeId id : ids) {
        Member member = members.get(id);
        if (member != null && member.up() == up) {
          address(member).ifPresent(targets::add);
        }
      }
    }
  }

  private static boolean isUp(Map<NodeId, Member> members, NodeId id) {
    Member member = members.get(id);
    return member != null && member.up() && member.standing() != Member.Standing.OUT;
  }

  /** Where this client reaches a node; nothing where the ring's address is none. */
  Optional<URI> address(Member member) {
    try {
      var asTold = URI.create("http://" + member.httpAddress());
      if (asTold.getHost() == null || asTold.getPort() < 0) {
        return Optional.empty();
      }
      return Optional.of(URI.create("http://" + host(asTold.getHost()) + ":" + asTold.getPort()));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  /** Names of containers mean nothing outside: their ports are those of the host of the seeds. */
  private String host(String asTold) {
    if (options.nodeHost() != null) {
      return options.nodeHost();
    }
    return isKnownHost.test(asTold) ? asTold : options.seeds().getFirst().getHost();
  }

  private static void shuffle(List<?> list, RandomGenerator random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }
}
