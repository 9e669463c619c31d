package dev.rondel.node.door;

import io.netty.channel.ChannelPipeline;
import java.util.function.IntSupplier;

/** What a door speaks. */
public interface Protocol<R extends Request> {

  /** Its name for people, which is also that of its properties: {@code rondel.NAME.port}. */
  String name();

  /** What a client hears for which there is no place. */
  String fullHouse();

  Class<R> requests();

  /** Makes bytes into requests, and answers into bytes, on a new connection. */
  void addTo(ChannelPipeline pipeline);

  /**
   * Answers on a new connection.
   *
   * @param connections how many there are
   */
  Answerer<R> answerer(IntSupplier connections);
}
