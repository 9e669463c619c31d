package dev.rondel.testbed.chaos.network;

import dev.rondel.ring.NodeId;

/** Somebody who talks over the network: a node, or the coordinator. */
public record Party(String name) {

  public static final Party COORDINATOR = new Party("coordinator");

  /** Who has connected and not said yet who it is. */
  public static final Party STRANGER = new Party("stranger");

  public static Party of(NodeId node) {
    return new Party(node.value());
  }

  @Override
  public String toString() {
    return name;
  }
}
