package dev.rondel.node.resp;

import dev.rondel.node.door.Change;
import dev.rondel.node.door.Table;
import dev.rondel.node.resp.CommandTable.Keys;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Making a new value of the old one. Its end stays what it is. */
final class Changes {

  private final Table table;

  Changes(Table table) {
    this.table = table;
  }

  void addTo(CommandTable commands) {
    commands.writes("append", 3, Keys.ONE, this::append);
    commands.writes("incr", 2, Keys.ONE, call -> add(call, 1));
    commands.writes("decr", 2, Keys.ONE, call -> add(call, -1));
    commands.writes("incrby", 3, Keys.ONE, call -> add(call, call.number(2)));
    commands.writes("decrby", 3, Keys.ONE, call -> add(call, negated(call.number(2))));
    commands.writes("incrbyfloat", 3, Keys.ONE, this::addFloat);
  }

  private Reply append(Call call) {
    byte[] more = call.bytes(2);
    long most = call.limits().valueSize().toBytes();
    Value value =
        change(
            call,
            old -> {
              if (old.length + (long) more.length > most) {
                throw new RespError(RespError.TOO_LARGE);
              }
              byte[] joined = Arrays.copyOf(old, old.length + more.length);
              System.arraycopy(more, 0, joined, old.length, more.length);
              return joined;
            });
    return new Reply.Count(value.size());
  }

  private static long negated(long number) {
    if (number == Long.MIN_VALUE) {
      throw new RespError("ERR decrement would overflow");
    }
    return -number;
  }

  private Reply add(Call call, long delta) {
    Value value =
        change(
            call,
            old -> {
              Long number = old.length == 0 ? null : Numbers.integer(text(old));
              if (number == null) {
                throw new RespError(RespError.NOT_AN_INTEGER);
              }
              try {
                return bytes(Long.toString(Math.addExact(number, delta)));
              } catch (ArithmeticException overflow) {
                throw new RespError("ERR increment or decrement would overflow");
              }
            },
            "0");
    return new Reply.Count(Long.parseLong(text(value.bytes())));
  }

  private Reply addFloat(Call call) {
    BigDecimal delta = decimal(call.text(2));
    Value value =
        change(
            call,
            old -> {
              BigDecimal sum = decimal(text(old)).add(delta);
              if (!Numbers.isFinite(sum)) {
                throw new RespError("ERR increment would produce NaN or Infinity");
              }
              return bytes(Numbers.text(sum));
            },
            "0");
    return new Reply.Bulk(value.bytes());
  }

  private static BigDecimal decimal(String text) {
    BigDecimal number = Numbers.decimal(text);
    if (number == null) {
      throw new RespError("ERR value is not a valid float");
    }
    return number;
  }

  /** The new bytes as they follow from the old ones. */
  @FunctionalInterface
  private interface NewBytes {
    byte[] of(byte[] old);
  }

  private Value change(Call call, NewBytes rule) {
    return change(call, rule, "");
  }

  /**
   * @param missing what counts as the old value where there is none
   */
  private Value change(Call call, NewBytes rule, String missing) {
    Change change = table.change(call.key(1), pair -> changed(pair, rule, missing)).change();
    return ((Change.Store) change).value();
  }

  private static Change changed(@Nullable Pair pair, NewBytes rule, String missing) {
    return pair == null
        ? new Change.Store(Strings.value(rule.of(bytes(missing))), 0)
        : Change.to(rule.of(Table.value(pair).bytes()), pair);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
