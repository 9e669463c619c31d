package dev.rondel.node.chain;

import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.View;
import org.jspecify.annotations.Nullable;

/**
 * What readers on other threads see of the core: an immutable snapshot of the view, and of how this
 * node stands to each of its ranges. A reader that holds the same standing before and after it read
 * the store was not fenced in between.
 */
public final class Serving {

  /** How this node stands to a range. */
  public enum Role {
    /** Neither in the chain nor a learner. */
    NONE,
    /** In the line, but the range is not open in its chain epoch. */
    CLOSED,
    HEAD,
    MEMBER,
    LEARNER;

    public boolean serves() {
      return this == HEAD || this == MEMBER;
    }
  }

  /** Compared by identity: a new object for each change of role or chain epoch. */
  public static final class Standing {
    private final Role role;
    private final Epoch chainEpoch;

    Standing(Role role, Epoch chainEpoch) {
      this.role = role;
      this.chainEpoch = chainEpoch;
    }

    public Role role() {
      return role;
    }

    public Epoch chainEpoch() {
      return chainEpoch;
    }
  }

  private final View view;
  private final Standing[] standings;

  Serving(View view, Standing[] standings) {
    this.view = view;
    this.standings = standings;
  }

  public View view() {
    return view;
  }

  /** This node's standing to the range of {@code token}; null where the ring has no range. */
  public @Nullable Standing standing(Token token) {
    int index = view.indexOf(token);
    return index < 0 ? null : standings[index];
  }

  public Standing standing(int index) {
    return standings[index];
  }

  /** Whether this node serves the range of {@code token}, in this chain epoch. */
  public boolean serves(Token token, Epoch chainEpoch) {
    Standing standing = standing(token);
    return standing != null && standing.role().serves() && standing.chainEpoch().equals(chainEpoch);
  }

  /**
   * The answer to another member without a lease: whether this node is still in the line of this
   * chain epoch, for the whole arc (it may have been cut, and one part have moved). While everybody
   * else of a line says so, no later line has opened.
   */
  public boolean confirms(TokenRange arc, Epoch chainEpoch) {
    Standing standing = standing(arc.to());
    return standing != null
        && standing.role() != Role.NONE
        && standing.chainEpoch().equals(chainEpoch)
        && view.arc(view.indexOf(arc.to())).covers(arc);
  }
}
