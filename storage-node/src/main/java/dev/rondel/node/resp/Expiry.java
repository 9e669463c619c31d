package dev.rondel.node.resp;

import org.jspecify.annotations.Nullable;

/** Times as commands give them, in seconds or milliseconds, from now or since 1970. */
enum Expiry {
  EX(1000, true),
  PX(1, true),
  EXAT(1000, false),
  PXAT(1, false);

  /** In the past, and yet not 0, which is never. */
  private static final long LONG_AGO = 1;

  private final long millis;
  private final boolean fromNow;

  Expiry(long millis, boolean fromNow) {
    this.millis = millis;
    this.fromNow = fromNow;
  }

  /** Epoch milliseconds, of a time that must be positive. */
  long ofPositive(Call call, int place, long now) {
    if (call.number(place) <= 0) {
      throw RespError.invalidExpiry(call.name());
    }
    return of(call, place, now);
  }

  /** Epoch milliseconds; what is before 1970 counts as long ago. */
  long of(Call call, int place, long now) {
    try {
      long millisGiven = Math.multiplyExact(call.number(place), millis);
      return Math.max(LONG_AGO, fromNow ? Math.addExact(now, millisGiven) : millisGiven);
    } catch (ArithmeticException overflow) {
      throw RespError.invalidExpiry(call.name());
    }
  }

  /** The time that an option names, with its number in the next word; null for other options. */
  static @Nullable Expiry named(String option) {
    return switch (option) {
      case "EX" -> EX;
      case "PX" -> PX;
      case "EXAT" -> EXAT;
      case "PXAT" -> PXAT;
      default -> null;
    };
  }
}
