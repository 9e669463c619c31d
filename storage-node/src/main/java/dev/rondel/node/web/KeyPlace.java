package dev.rondel.node.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rondel.pair.Key;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a key belongs in a view.
 *
 * @param token where the key's hash puts it on the ring
 * @param range the arc that holds it; null where the ring has no node
 * @param primary the head of the chain
 * @param available whether any member of the chain is up
 * @param why the same in sentences
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeyPlace(
    String key,
    String hash,
    String token,
    long epoch,
    RingPicture.@Nullable Arc range,
    @Nullable String primary,
    List<String> replicas,
    boolean available,
    List<String> why) {

  static KeyPlace of(Key key, View view) {
    Token token = Hashing.named(view.hash()).hash(key.bytes());
    int index = view.indexOf(token);
    if (index < 0) {
      var why = List.of("The ring of epoch " + view.epoch() + " has no node yet.");
      return new KeyPlace(
          key.toString(),
          view.hash(),
          token.toString(),
          view.epoch().value(),
          null,
          null,
          List.of(),
          false,
          why);
    }
    var arc = RingPicture.Arc.of(view, index);
    boolean available = view.ranges().get(index).chain().stream().anyMatch(id -> isUp(view, id));
    return new KeyPlace(
        key.toString(),
        view.hash(),
        token.toString(),
        view.epoch().value(),
        arc,
        arc.chain().getFirst(),
        arc.chain(),
        available,
        why(key, token, view, index, available));
  }

  private static List<String> why(Key key, Token token, View view, int index, boolean available) {
    var range = view.ranges().get(index);
    var why = new ArrayList<String>();
    why.add(view.hash() + "(" + key + ") = " + token + ".");
    why.add(
        "The first of "
            + view.ranges().size()
            + " tokens at or after it, clockwise, is "
            + range.token()
            + ownerOf(view, range.token())
            + ", so the key lies in "
            + view.arc(index)
            + ".");
    why.add(
        "Since epoch "
            + range.chainEpoch()
            + " that range is served by "
            + String.join(" -> ", RingPicture.names(range.chain()))
            + ": the first takes the writes, all of them have every acknowledged one.");
    if (!range.learners().isEmpty()) {
      why.add("Being copied to: " + String.join(", ", RingPicture.names(range.learners())) + ".");
    }
    if (!range.isSettled()) {
      why.add(
          "Its head has not yet fenced off: "
              + String.join(", ", RingPicture.names(range.previous()))
              + ".");
    }
    if (!available) {
      why.add(
          "None of them is up: the range is unavailable until one returns, or an operator accepts"
              + " the loss.");
    }
    return why;
  }

  private static String ownerOf(View view, Token token) {
    return view.members().stream()
        .filter(member -> member.tokens().contains(token))
        .findFirst()
        .map(member -> ", a token of " + member.id())
        .orElse("");
  }

  private static boolean isUp(View view, NodeId id) {
    return view.member(id).map(Member::up).orElse(false);
  }
}
