package dev.rondel.testbed.verify;

import dev.rondel.client.ReadOutcome;
import dev.rondel.client.Route;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.pairs.TestPair;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what a node said about a pair with the pair, and with what the ring says by our own
 * reckoning: the key's hash, its range, the chain of that range. Pure.
 */
record PairCheck(View view, Expectation expectation) {

  List<Wrong> check(TestPair pair, String node, ReadOutcome outcome) {
    return switch (outcome) {
      case ReadOutcome.Found(var value, var _, var route) -> {
        var wrong = new ArrayList<Wrong>();
        if (!value.equals(pair.value())) {
          wrong.add(
              new Wrong(pair.key(), Wrong.Kind.WRONG_VALUE, node, difference(pair.value(), value)));
        }
        wrong.addAll(checkRoute(pair.key(), node, route));
        yield wrong;
      }
      case ReadOutcome.Missing(var route) ->
          List.of(
              new Wrong(
                  pair.key(),
                  Wrong.Kind.MISSING,
                  node,
                  route.servedBy() + " answers that there is no such key"));
      case ReadOutcome.Rejected(var problem) ->
          List.of(new Wrong(pair.key(), Wrong.Kind.NO_ANSWER, node, problem.toString()));
      case ReadOutcome.Unavailable(var reason) ->
          List.of(new Wrong(pair.key(), Wrong.Kind.NO_ANSWER, node, reason));
    };
  }

  /** The chain that must serve the key; empty where the ring has no node. */
  List<NodeId> chain(Key key) {
    return view.rangeOf(key).map(Range::chain).orElse(List.of());
  }

  private List<Wrong> checkRoute(Key key, String node, Route route) {
    List<NodeId> chain = chain(key);
    var wrong = new ArrayList<Wrong>();
    if (!route.primary().equals(chain.stream().findFirst())) {
      wrong.add(
          new Wrong(
              key,
              Wrong.Kind.WRONG_PRIMARY,
              node,
              "it says "
                  + route.primary().map(NodeId::value).orElse("none")
                  + ", the ring says "
                  + chain));
    } else if (!route.replicas().equals(chain)) {
      wrong.add(
          new Wrong(
              key,
              Wrong.Kind.WRONG_REPLICAS,
              node,
              "it says " + route.replicas() + ", the ring says " + chain));
    } else if (!chain.contains(route.servedBy())) {
      wrong.add(
          new Wrong(
              key,
              Wrong.Kind.WRONG_REPLICAS,
              node,
              "served by " + route.servedBy() + ", which is not of the chain " + chain));
    }
    int wanted = Math.min(view.replicationFactor(), nodesInRing());
    if (expectation == Expectation.WHOLE && chain.size() < wanted) {
      wrong.add(
          new Wrong(
              key, Wrong.Kind.TOO_FEW_REPLICAS, node, chain + " where there should be " + wanted));
    }
    return wrong;
  }

  private int nodesInRing() {
    return (int)
        view.members().stream().filter(member -> member.standing() == Member.Standing.IN).count();
  }

  private static String difference(Value expected, Value got) {
    if (expected.equals(Value.of(got.bytes(), expected.contentType()))) {
      return "its content type is " + got.contentType() + " instead of " + expected.contentType();
    }
    int at = 0;
    int common = Math.min(expected.size(), got.size());
    while (at < common && expected.bytes()[at] == got.bytes()[at]) {
      at++;
    }
    return got.size()
        + " bytes instead of "
        + expected.size()
        + ", different from byte "
        + at
        + " on";
  }
}
