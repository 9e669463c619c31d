package dev.rondel.node.door;

/**
 * Answers the requests of one connection: one at a time, in their order, on a virtual thread, so
 * that it may block.
 */
public interface Answerer<R extends Request> {

  void answer(R request, Answers answers) throws InterruptedException;

  /** Says that the node has too much under way; nothing of the request is done. */
  void refuse(R request, String why, Answers answers) throws InterruptedException;

  /** Says that a mistake of this program kept the request from being done, whole or in part. */
  void fail(R request, String what, Answers answers) throws InterruptedException;
}
