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
 * @param tokens where it stands on the ring, sorted; kept while it is {@link Standing#OUT} or
 *     {@link Standing#REPLACED}, for its return
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

  /** How a node stands to the ring. */
  public enum Standing {
    /** Takes part in the ring. */
    IN,
    /**
     * Takes part, but has been down for so long that others take its ranges; {@link #IN} again as
     * soon as it is heard.
     */
    REPLACED,
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

  /** Whether an operator wants the node in the ring, though others may have its ranges now. */
  public boolean takesPart() {
    return standing == Standing.IN || standing == Standing.REPLACED;
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
