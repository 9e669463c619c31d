package dev.rondel.shell;

import dev.rondel.pair.Key;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.shell.render.Paint;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where a key lies in a view, told step by step. */
record KeyLookup(Key key, View view) {

  boolean isPlaced() {
    return view.indexOf(token()) >= 0;
  }

  private Token token() {
    return Hashing.named(view.hash()).hash(key.bytes());
  }

  private Range range() {
    return view.ranges().get(view.indexOf(token()));
  }

  private TokenRange arc() {
    return view.arc(view.indexOf(token()));
  }

  List<String> lines(Paint paint) {
    List<String> lines = new ArrayList<>();
    lines.add("key      " + paint.bold(key.toString()) + "  (" + key.size() + " bytes)");
    lines.add(String.format(Locale.ROOT, "%-8s %s  (%s)", view.hash(), token(), turn(token())));
    if (!isPlaced()) {
      lines.add("range    none: the ring has no node");
      return lines;
    }
    Range range = range();
    lines.add("range    (" + arc().after() + ",");
    lines.add("          " + range.token() + "]  the first token at or after the hash, clockwise");
    for (int i = 0; i < range.chain().size(); i++) {
      NodeId id = range.chain().get(i);
      String role =
          i == 0 ? "head: takes the writes" : i == range.chain().size() - 1 ? "tail" : "middle";
      lines.add(
          (i == 0 ? "chain    " : "         ")
              + paint.bold(id.value())
              + "  "
              + address(id)
              + "  "
              + role
              + state(id, paint));
    }
    for (NodeId id : range.learners()) {
      lines.add(
          "learner  "
              + paint.bold(id.value())
              + "  "
              + address(id)
              + "  copies the range"
              + state(id, paint));
    }
    lines.add(
        "epoch    "
            + view.epoch()
            + "; the chain is of epoch "
            + range.chainEpoch()
            + (range.isSettled() ? "" : paint.busy(", not yet opened by its head")));
    return lines;
  }

  private static String turn(Token token) {
    return String.format(
        Locale.ROOT, "%.2f %% of the way around the ring", token.shareAfter(Token.MIN) * 100);
  }

  private String address(NodeId id) {
    return view.member(id).map(member -> "http://" + member.httpAddress()).orElse("");
  }

  private String state(NodeId id, Paint paint) {
    return view.member(id).map(Member::up).orElse(false) ? "" : paint.bad("  down");
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", key.toString());
    json.put("hash", view.hash());
    json.put("token", token().toString());
    json.put("epoch", view.epoch().value());
    if (isPlaced()) {
      Range range = range();
      json.put("range", Map.of("after", arc().after().toString(), "to", range.token().toString()));
      json.put("chain", range.chain().stream().map(NodeId::value).toList());
      json.put("learners", range.learners().stream().map(NodeId::value).toList());
      json.put("chainEpoch", range.chainEpoch().value());
      json.put("settled", range.isSettled());
    }
    return json;
  }
}
