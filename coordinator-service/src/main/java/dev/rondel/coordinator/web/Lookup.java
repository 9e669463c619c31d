package dev.rondel.coordinator.web;

import dev.rondel.coordinator.runtime.Snapshot;
import dev.rondel.coordinator.web.RingBodies.LookupBody;
import dev.rondel.coordinator.web.RingBodies.RangeBody;
import dev.rondel.pair.Key;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.List;
import org.springframework.http.HttpStatus;

/** Explains where a key is. */
final class Lookup {

  private final Snapshot now;
  private final View view;
  private final Range range;

  private Lookup(Snapshot now, Range range) {
    this.now = now;
    this.view = now.view();
    this.range = range;
  }

  static LookupBody of(Snapshot now, Key key) {
    View view = now.view();
    Token token = Hashing.named(view.hash()).hash(key.bytes());
    int index = view.indexOf(token);
    if (index < 0) {
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE, "empty-ring", "no node has joined the ring yet");
    }
    var lookup = new Lookup(now, view.ranges().get(index));
    boolean available = lookup.range.chain().stream().anyMatch(lookup::isUp);
    return new LookupBody(
        key.toString(),
        view.hash(),
        token.toString(),
        RangeBody.of(now, index),
        view.epoch().value(),
        available,
        lookup.why(token));
  }

  private String why(Token token) {
    return place(token) + state();
  }

  private String place(Token token) {
    List<NodeId> wanted = now.target().replicas(token);
    String owner = wanted.isEmpty() ? "no node" : wanted.getFirst().value();
    String others =
        wanted.size() < 2
            ? ""
            : "; copies belong to the next nodes clockwise, "
                + names(wanted.subList(1, wanted.size()));
    return "%s of the key is %s; the first token at or after it belongs to %s%s. "
        .formatted(view.hash(), token, owner, others);
  }

  private String state() {
    List<NodeId> wanted = now.target().replicas(range.token());
    if (range.chain().stream().noneMatch(this::isUp)) {
      return "It is unavailable until it returns, or an operator accepts the loss: only %s has it, and is down."
          .formatted(names(range.chain()));
    }
    if (!range.learners().isEmpty()) {
      return "%s serves it while %s copies it."
          .formatted(names(range.chain()), names(range.learners()));
    }
    if (!range.isSettled()) {
      return "%s takes it over in chain epoch %s, and %s is being fenced off."
          .formatted(range.head(), range.chainEpoch(), names(range.previous()));
    }
    if (range.chain().equals(wanted)) {
      return "So %s serves it, since epoch %s.".formatted(names(range.chain()), range.chainEpoch());
    }
    List<NodeId> down = wanted.stream().filter(node -> !isUp(node)).toList();
    return down.isEmpty()
        ? "%s still serves it, and it waits for its turn to move.".formatted(names(range.chain()))
        : "%s serves it, because %s is down.".formatted(names(range.chain()), names(down));
  }

  private boolean isUp(NodeId node) {
    return view.member(node).filter(Member::up).isPresent();
  }

  private static String names(List<NodeId> nodes) {
    return String.join(", ", RingBodies.names(nodes));
  }
}
