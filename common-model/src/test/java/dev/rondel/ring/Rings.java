package dev.rondel.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Small rings for properties: up to eight nodes, with and without zones, whose tokens lie anywhere.
 */
public final class Rings extends DomainContextBase {

  private static final List<String> ZONES = List.of("", "east", "west", "north");

  @Provide
  public Arbitrary<Token> tokens() {
    return new Tokens().tokens();
  }

  @Provide
  public Arbitrary<HashRing> rings() {
    Arbitrary<Set<Token>> points = tokens().set().ofMinSize(1).ofMaxSize(24);
    Arbitrary<List<Integer>> owners = Arbitraries.integers().between(0, 7).list().ofSize(24);
    Arbitrary<List<String>> zones = Arbitraries.of(ZONES).list().ofSize(8);
    return Combinators.combine(points, owners, zones).as(Rings::ring);
  }

  private static HashRing ring(Set<Token> points, List<Integer> owners, List<String> zones) {
    var tokens = new ArrayList<List<Token>>();
    zones.forEach(zone -> tokens.add(new ArrayList<>()));
    int i = 0;
    for (Token point : points) {
      tokens.get(owners.get(i++)).add(point);
    }
    var nodes = new ArrayList<RingNode>();
    for (int node = 0; node < zones.size(); node++) {
      if (!tokens.get(node).isEmpty()) {
        nodes.add(new RingNode(NodeId.of("n" + node), zones.get(node), 1, tokens.get(node)));
      }
    }
    return HashRing.of(nodes);
  }
}
