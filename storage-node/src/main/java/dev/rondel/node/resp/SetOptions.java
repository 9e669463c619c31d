package dev.rondel.node.resp;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.pair.Pair;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the value of a SET.
 *
 * @param expiresAt epoch milliseconds, 0 = never
 * @param keepsEnd the value that was there lends its end
 * @param getsOld the answer is the value that was there
 */
record SetOptions(Condition condition, long expiresAt, boolean keepsEnd, boolean getsOld) {

  static SetOptions parse(Call call, long now) {
    Condition condition = Condition.ALWAYS;
    long expiresAt = 0;
    boolean hasEnd = false;
    boolean keepsEnd = false;
    boolean getsOld = false;
    for (int i = 3; i < call.size(); i++) {
      String option = call.option(i);
      Expiry unit = Expiry.named(option);
      if (unit != null && !hasEnd && !keepsEnd && i + 1 < call.size()) {
        hasEnd = true;
        expiresAt = unit.ofPositive(call, ++i, now);
      } else if (option.equals("KEEPTTL") && !hasEnd) {
        keepsEnd = true;
      } else if (option.equals("NX") && !(condition instanceof Condition.IfPresent)) {
        condition = new Condition.IfAbsent();
      } else if (option.equals("XX") && !(condition instanceof Condition.IfAbsent)) {
        condition = new Condition.IfPresent();
      } else if (option.equals("GET")) {
        getsOld = true;
      } else {
        throw new RespError(RespError.SYNTAX);
      }
    }
    return new SetOptions(condition, expiresAt, keepsEnd, getsOld);
  }

  /** Whether one write does it, without a look at what was there. */
  boolean isPlain() {
    return !keepsEnd && !getsOld;
  }

  boolean allows(@Nullable Pair pair) {
    return switch (condition) {
      case Condition.IfAbsent _ -> pair == null;
      case Condition.IfPresent _ -> pair != null;
      case Condition.Always _, Condition.IfVersion _ -> true;
    };
  }
}
