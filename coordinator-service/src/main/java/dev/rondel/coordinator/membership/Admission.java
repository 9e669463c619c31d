package dev.rondel.coordinator.membership;

import dev.rondel.view.Member;
import org.jspecify.annotations.Nullable;

/**
 * Whether a process that says hello may be the node that it says it is. There is one process for
 * each id at a time.
 */
public sealed interface Admission {

  String DUPLICATE = "duplicate-node";

  record Accepted() implements Admission {}

  /**
   * An earlier process of this id may still act on its lease: it is decided anew when that has run
   * out.
   */
  record Waits() implements Admission {}

  record Refused(String code, String message) implements Admission {}

  /**
   * Decides.
   *
   * @param known the node as it is registered, if it is
   * @param liveSession whether a session of the registered process is open
   */
  static Admission of(Hello hello, @Nullable Member known, boolean liveSession) {
    if (known == null || (known.incarnation() == hello.incarnation() && !liveSession)) {
      return new Accepted();
    }
    boolean sameAddress = known.peerAddress().equals(hello.peerAddress());
    if (hello.incarnation() < known.incarnation()) {
      return refused(
          known, "a newer process, at %s, has been this node since".formatted(known.peerAddress()));
    }
    if (!known.up() || sameAddress) {
      return new Accepted(); // an address that could be taken is proof that the process before is
      // gone
    }
    return liveSession
        ? refused(known, "it already runs at %s, and answers".formatted(known.peerAddress()))
        : new Waits();
  }

  private static Refused refused(Member known, String why) {
    return new Refused(DUPLICATE, "node '%s': %s".formatted(known.id(), why));
  }
}
