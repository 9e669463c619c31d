package dev.rondel.node.memcached;

import dev.rondel.node.door.Answers;
import dev.rondel.node.door.Trouble;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** What one command is answered, line by line; nothing where the client wants none. */
final class Replies {

  private static final byte[] END = {'\r', '\n'};

  private final Answers answers;
  private final boolean isQuiet;

  Replies(Answers answers, boolean isQuiet) {
    this.answers = answers;
    this.isQuiet = isQuiet;
  }

  void line(String line) throws InterruptedException {
    if (!isQuiet) {
      answers.write(Unpooled.wrappedBuffer((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  /** A line and the block behind it. */
  void block(String line, byte[] bytes) throws InterruptedException {
    byte[] head = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    answers.write(Unpooled.wrappedBuffer(head, bytes, END));
  }

  void trouble(Trouble trouble) throws InterruptedException {
    line(
        switch (trouble.code()) {
          case FULL -> ErrorLine.NO_MEMORY;
          case UNAVAILABLE, UNKNOWN -> "SERVER_ERROR " + trouble.getMessage();
        });
  }

  void close() {
    answers.close();
  }
}
