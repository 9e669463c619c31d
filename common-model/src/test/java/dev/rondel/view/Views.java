package dev.rondel.view;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.Tokens;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Views for properties: every field takes all sorts of values, and ranges lie anywhere. */
public final class Views extends DomainContextBase {

  @Provide
  public Arbitrary<Token> tokens() {
    return new Tokens().tokens();
  }

  @Provide
  public Arbitrary<View> views() {
    Arbitrary<List<Range>> ranges =
        tokens().set().ofMaxSize(12).flatMap(tokens -> ranges(tokens.stream().sorted().toList()));
    return Combinators.combine(
            epochs(),
            Arbitraries.integers().between(1, 5),
            Arbitraries.of("md5", "xxh3"),
            members().list().ofMaxSize(6),
            ranges)
        .as(View::new);
  }

  private Arbitrary<List<Range>> ranges(List<Token> tokens) {
    return lines().list().ofSize(tokens.size()).map(lines -> ranges(tokens, lines));
  }

  /** What a range says beside its token. */
  private record Line(
      List<NodeId> nodes,
      int replicas,
      Epoch chainEpoch,
      List<NodeId> previous,
      Epoch emptyBefore) {

    Range at(Token token) {
      int chain = Math.min(replicas, nodes.size());
      return new Range(
          token,
          nodes.subList(0, chain),
          nodes.subList(chain, nodes.size()),
          chainEpoch,
          previous,
          emptyBefore);
    }
  }

  private Arbitrary<Line> lines() {
    return Combinators.combine(
            ids().list().uniqueElements().ofMinSize(1).ofMaxSize(5),
            Arbitraries.integers().between(1, 5),
            epochs(),
            ids().list().uniqueElements().ofMaxSize(3),
            epochs())
        .as(Line::new);
  }

  private static List<Range> ranges(List<Token> tokens, List<Line> lines) {
    var ranges = new ArrayList<Range>();
    for (int i = 0; i < tokens.size(); i++) {
      ranges.add(lines.get(i).at(tokens.get(i)));
    }
    return ranges;
  }

  @Provide
  public Arbitrary<Member> members() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20);
    return Combinators.combine(
            ids(),
            Arbitraries.longs(),
            text,
            text,
            text,
            Arbitraries.doubles().between(0.001, 1000).ofScale(3),
            Arbitraries.of(Member.Standing.values()),
            tokens().list().ofMaxSize(5))
        .as(
            (id, incarnation, http, peer, zone, weight, standing, tokens) ->
                new Member(
                    id,
                    incarnation,
                    http,
                    peer,
                    zone,
                    weight,
                    standing,
                    tokens.size() % 2 == 0,
                    tokens));
  }

  private static Arbitrary<Epoch> epochs() {
    return Arbitraries.longs().greaterOrEqual(0).map(Epoch::new);
  }

  private static Arbitrary<NodeId> ids() {
    return Arbitraries.integers().between(0, 9).map(i -> NodeId.of("node_300" + i));
  }
}
