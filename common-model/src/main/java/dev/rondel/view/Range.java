package dev.rondel.view;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The arc that ends at {@code token}, and who serves it.
 *
 * @param chain the replicas that serve the range, head first; never empty
 * @param learners replicas that receive all writes after the tail but do not serve yet
 * @param chainEpoch the epoch in which the chain or the learners last changed
 * @param previous members of earlier lines that have not been fenced off yet, oldest line first;
 *     empty once the head has reported the range open
 * @param emptyBefore where an operator has accepted the loss of all who had the range: what was
 *     written in chain epochs before this one is given up, and the head erases what it may have of
 *     it before it opens; {@link Epoch#ZERO} where nothing was given up, and once the range is open
 */
public record Range(
    Token token,
    List<NodeId> chain,
    List<NodeId> learners,
    Epoch chainEpoch,
    List<NodeId> previous,
    Epoch emptyBefore) {

  /** A range of which nothing was given up. */
  public Range(
      Token token,
      List<NodeId> chain,
      List<NodeId> learners,
      Epoch chainEpoch,
      List<NodeId> previous) {
    this(token, chain, learners, chainEpoch, previous, Epoch.ZERO);
  }

  public Range {
    chain = List.copyOf(chain);
    learners = List.copyOf(learners);
    previous = List.copyOf(previous);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("range " + token + " has no chain");
    }
    var line = new HashSet<>(chain);
    line.addAll(learners);
    if (line.size() != chain.size() + learners.size()) {
      throw new IllegalArgumentException(
          "range " + token + " names a node twice: " + chain + " " + learners);
    }
  }

  public NodeId head() {
    return chain.getFirst();
  }

  public NodeId tail() {
    return chain.getLast();
  }

  /** The chain, then the learners: the way of a write. */
  public List<NodeId> line() {
    if (learners.isEmpty()) {
      return chain;
    }
    var line = new ArrayList<>(chain);
    line.addAll(learners);
    return List.copyOf(line);
  }

  /** Whether a write of this chain epoch was given up. */
  public boolean hasGivenUp(long writtenIn) {
    return writtenIn < emptyBefore.value();
  }

  /** Whether the head has reported that it opened the range in its chain epoch. */
  public boolean isSettled() {
    return previous.isEmpty();
  }
}
