package dev.rondel.node.resp;

import dev.rondel.node.door.Answers;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.redis.ArrayHeaderRedisMessage;
import io.netty.handler.codec.redis.ErrorRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.IntegerRedisMessage;
import io.netty.handler.codec.redis.SimpleStringRedisMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Sends replies as Netty's messages, but for the two types of RESP3 that those do not have: null
 * and map.
 */
final class ReplyWriter {

  private static final byte[] NULL = {'_', '\r', '\n'};

  private ReplyWriter() {}

  /**
   * @param protocol 2 or 3
   */
  static void write(Reply reply, int protocol, Answers answers) throws InterruptedException {
    switch (reply) {
      case Reply.Status(String text) -> answers.write(new SimpleStringRedisMessage(text));
      case Reply.Failure(String text) ->
          answers.write(new ErrorRedisMessage(text.replaceAll("[\r\n]", " ")));
      case Reply.Count(long value) -> answers.write(new IntegerRedisMessage(value));
      case Reply.Bulk(byte[] bytes) ->
          answers.write(new FullBulkStringRedisMessage(Unpooled.wrappedBuffer(bytes)));
      case Reply.Nil() ->
          answers.write(
              protocol == 2
                  ? FullBulkStringRedisMessage.NULL_INSTANCE
                  : Unpooled.wrappedBuffer(NULL));
      case Reply.Items(List<Reply> items) -> {
        answers.write(new ArrayHeaderRedisMessage(items.size()));
        for (Reply item : items) {
          write(item, protocol, answers);
        }
      }
      case Reply.Fields(Map<String, Reply> fields) -> {
        answers.write(
            protocol == 2
                ? new ArrayHeaderRedisMessage(2L * fields.size())
                : Unpooled.copiedBuffer("%" + fields.size() + "\r\n", StandardCharsets.US_ASCII));
        for (var field : fields.entrySet()) {
          write(Reply.bulk(field.getKey()), protocol, answers);
          write(field.getValue(), protocol, answers);
        }
      }
    }
  }
}
