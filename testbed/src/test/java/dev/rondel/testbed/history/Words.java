package dev.rondel.testbed.history;

import dev.rondel.client.Condition;
import dev.rondel.pair.Version;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Histories of one key as text, one operation in a word: what was asked, what came of it, when.
 *
 * <pre>
 * put1=v7@0-5     put of value 1, stored with version 7, sent at 0, answered at 5
 * new1, cas(v7)1  put if absent, put if the version is 7; del, del(v7)  likewise; get
 * get1=v7 get-    found value 1 with version 7, missing
 * del+    del-    deleted, missing
 * new1#v7 del(v7)#-  the condition failed: the version is 7, there is no value
 * put1?   put1!   of unknown outcome, not applied
 * </pre>
 */
final class Words {

  private static final Pattern WORD =
      Pattern.compile(
          "(?<verb>put|new|cas|get|del)(?:\\(v(?<if>\\d+)\\))?(?<value>\\d*)"
              + "(?<outcome>[=+\\-#?!])(?:v(?<version>\\d+)|-)?@(?<from>\\d+)-(?<to>\\d+)");

  private Words() {}

  static List<Operation> parse(String text) {
    List<Operation> all = WORD.matcher(text).results().map(Words::operation).toList();
    if (all.size() != text.strip().split("\\s+").length) {
      throw new IllegalArgumentException("not all of it is a history: " + text);
    }
    return all;
  }

  private static Operation operation(MatchResult word) {
    String verb = word.group("verb");
    Version expected = version(word.group("if"));
    Condition condition =
        expected != null
            ? Condition.ifVersion(expected)
            : verb.equals("new") ? Condition.ifAbsent() : Condition.always();
    String value = word.group("value");
    Action action =
        switch (verb) {
          case "get" -> Action.get();
          case "del" -> new Action.Delete(condition);
          default -> new Action.Put(Long.parseLong(value), condition);
        };
    Version version = version(word.group("version"));
    Outcome outcome =
        switch (word.group("outcome")) {
          case "=" ->
              action instanceof Action.Get
                  ? new Outcome.Found(Long.parseLong(value), Objects.requireNonNull(version))
                  : new Outcome.Stored(Objects.requireNonNull(version));
          case "+" -> new Outcome.Deleted();
          case "-" -> new Outcome.Missing();
          case "#" -> new Outcome.ConditionFailed(version);
          case "!" -> new Outcome.NotApplied();
          default -> new Outcome.Unknown();
        };
    return new Operation(
        "k",
        0,
        action,
        outcome,
        Long.parseLong(word.group("from")),
        Long.parseLong(word.group("to")));
  }

  private static @Nullable Version version(@Nullable String digits) {
    return digits == null ? null : new Version(Long.parseLong(digits));
  }
}
