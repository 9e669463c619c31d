package dev.rondel.view;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import java.util.List;

/**
 * A node as the view knows it.
 *
 * @param incarnation raised by the node at each start
 * @param httpAddress {@code host:port} for clients
 * @param peerAddress {@code host:port} for other nodes
 * @param zone where the node stands; empty where zones are not used
 * @param weight its part of the ring, 1 = as large as another of weight 1
 * @param up false from the moment the coordinator declared it down, until it is heard again
 * @param tokens where it stands on the ring, sorted; kept while it is {@link Standing#OUT}, for its
 *     return
 */
public record Member(
    NodeId id,
    long incarnation,
    String httpAddress,
    String peerAddress,
    String zone,
    double weight,
    Standing standing,
    boolean up,
    List<Token> tokens) {

  /** What an operator wants of a node. */
  public enum Standing {
    /** Takes part in the ring. */
    IN,
    /** Gives its ranges away, then is {@link #OUT}. */
    DRAINING,
    /** Registered, without part in the ring. */
    OUT
  }

  public Member {
    if (!(weight > 0) || weight > 1000) {
      throw new IllegalArgumentException("weight " + weight + " is not above 0 and at most 1000");
    }
    tokens = List.copyOf(tokens);
  }

  public Member with(Standing other) {
    return new Member(id, incarnation, httpAddress, peerAddress, zone, weight, other, up, tokens);
  }

  public Member with(List<Token> other) {
    return new Member(id, incarnation, httpAddress, peerAddress, zone, weight, standing, up, other);
  }

  public Member withUp(boolean other) {
    return new Member(
        id, incarnation, httpAddress, peerAddress, zone, weight, standing, other, tokens);
  }
}
