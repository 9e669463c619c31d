package dev.rondel.node.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rondel.pair.Key;
import dev.rondel.wire.MalformedText;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Malformed messages, made of valid ones, for any door; and what must hold after each. */
public final class Fuzz {

  private static final int MESSAGES = 1_000;
  private static final long SEED = 7;
  private static final String EXTREMES = "\r\n \0-9:*$%\u0080\u00ff";

  private final OpenDoor door;
  private final MalformedText messages;

  public Fuzz(OpenDoor door, List<String> valid) {
    this.door = door;
    this.messages = new MalformedText(valid, EXTREMES, SEED);
  }

  /**
   * Throws them at the door, each on a connection of its own.
   *
   * @param good what a client says that is answered {@code answer}, at the end as at the beginning
   */
  public void run(String good, String answer) throws IOException {
    var leaks = new ConcurrentLinkedQueue<String>();
    var level = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((_, where) -> leaks.add(where));
    try {
      for (int i = 0; i < MESSAGES; i++) {
        String message = messages.next();
        assertThat(RawClient.talk(door.port(), message))
            .as("to %s", message)
            .doesNotContain("internal error");
        assertThat(door.gateway().keys())
            .as("after %s", message)
            .allMatch(key -> isAskedFor(key, message));
        door.gateway().clear();
      }
      for (int i = 0; i < 3; i++) {
        System.gc();
        assertThat(RawClient.talk(door.port(), good)).isEqualTo(answer);
        door.gateway().clear();
      }
    } finally {
      ResourceLeakDetector.setLevel(level);
      ByteBufUtil.setLeakListener(null);
    }
    assertThat(leaks).isEmpty();
    await().until(() -> door.server().connections() == 0);
    await().until(() -> door.gate().requests() == 0);
    assertThat(door.gate().tryEnter(OpenDoor.MOST_BYTES)).as("all bytes are given back").isTrue();
    door.gate().leave(OpenDoor.MOST_BYTES);
  }

  private static boolean isAskedFor(Key key, String message) {
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(key.bytes());
    return message.contains(new String(key.bytes(), StandardCharsets.ISO_8859_1))
        || message.contains(base64.substring(0, base64.length() - 1));
  }
}
