package dev.rondel.node.chain;

import dev.rondel.node.chain.Serving.Standing;
import dev.rondel.pair.Key;
import dev.rondel.ring.Token;
import org.jspecify.annotations.Nullable;

/**
 * A read at one replica, as a sequence of questions. Their order is the rule: first this node's
 * standing in the range, then the stored value, then whether a write of the key is under way, then
 * whether this node still had its say, and last whether its standing is the very one of the
 * beginning. A value that passes was the committed one at some moment since the read began.
 */
public final class MemberRead {

  /** What to do next. */
  public enum Next {
    /** Ask another node: this one does not serve the key, or its head knows better. */
    ELSEWHERE,
    /** The range is being handed over: try again when the standing has changed. */
    LATER,
    /** Read the store, then say {@link #looked}. */
    LOOK,
    /** A write of the key is under way, and this is the head: read behind it. */
    QUEUE,
    /**
     * Find out whether this node has its say (lease or confirmation), then say {@link #decided}.
     */
    CONFIRM,
    /** Answer what was read. */
    TELL,
    /** The chain has changed meanwhile: begin again. */
    AGAIN,
    /** Nobody vouches for this node: nothing can be said. */
    REFUSE
  }

  private final Token token;
  private final Key key;
  private final @Nullable Standing standing;

  public MemberRead(Serving serving, Token token, Key key) {
    this.token = token;
    this.key = key;
    this.standing = serving.standing(token);
  }

  public Next begin() {
    if (standing == null) {
      return Next.ELSEWHERE;
    }
    return switch (standing.role()) {
      case NONE, LEARNER -> Next.ELSEWHERE;
      case CLOSED -> Next.LATER;
      case HEAD, MEMBER -> Next.LOOK;
    };
  }

  /** The store has been read. */
  public Next looked(DirtyKeys dirty) {
    if (!dirty.contains(key)) {
      return Next.CONFIRM;
    }
    return standing != null && standing.role() == Serving.Role.HEAD ? Next.QUEUE : Next.ELSEWHERE;
  }

  /** Whether the node had its say at some moment since {@link #looked}. */
  public Next decided(boolean holds, Serving now) {
    if (now.standing(token) != standing) {
      return Next.AGAIN;
    }
    return holds ? Next.TELL : Next.REFUSE;
  }
}
