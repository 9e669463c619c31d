package dev.rondel.node.peer;

import dev.rondel.proto.Frame;
import dev.rondel.ring.NodeId;
import dev.rondel.view.View;

/**
 * The links to the other nodes. A link is one-way: frames arrive in order, each once, or the link
 * breaks; then the listener hears when a new one is up, and what was sent meanwhile is lost.
 */
public interface Peers extends AutoCloseable {

  /**
   * Queues a frame; false, and the frame is dropped, where no link to the peer is up. Never blocks.
   */
  boolean send(NodeId to, Frame frame);

  /** Whether a link from the peer is up: what it says, answers among it, arrives here. */
  boolean hears(NodeId peer);

  /** Opens links to the members of the view that are up, and closes the others. */
  void follow(View view);

  @Override
  void close();

  /** What the links tell. Calls come from the transport's threads and must not block. */
  interface Listener {

    void onFrame(NodeId from, Frame frame);

    /**
     * The frames before came together. More than a few such batches are not taken from the peer
     * before {@code handled} is run, on any thread: so a receiver that is slow slows its senders.
     */
    default void onBatch(Runnable handled) {
      handled.run();
    }

    void onLinkUp(NodeId peer);

    /**
     * The link to the peer, or the one from it, broke or could not be made; {@code refused} where
     * the peer's address refused the connection. What was under way in that direction is lost.
     */
    void onLinkDown(NodeId peer, boolean refused);
  }
}
