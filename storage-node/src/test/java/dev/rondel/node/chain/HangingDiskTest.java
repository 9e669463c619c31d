package dev.rondel.node.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A head whose disk takes writes, and does not say that it has them. */
class HangingDiskTest {

  private static final NodeId SELF = NodeId.of("n1");
  private static final int BOUND = 10_000;
  private static final int VALUE = 2_000;

  private final ChainReplica core = new ChainReplica(SELF, 1, key -> Token.MAX, BOUND);

  @Test
  void writesAreRefusedWhileTooMuchIsUnderWay() {
    core.onView(view());
    Pair first = Objects.requireNonNull(appended(store(1)));
    int taken = 1;
    while (appended(store(taken + 1)) != null) {
      taken++;
      core.onTick();
      core.take();
      assertThat(taken * VALUE).isLessThan(2 * BOUND);
    }

    assertThat(store(100)).containsExactly(new Command.Reply(100, new Result.Overloaded()));

    core.onAppended(Token.MAX, first.key(), first.version());
    core.onTick();
    core.take();
    assertThat(appended(store(101))).isNotNull();
  }

  private static @Nullable Pair appended(List<Command> commands) {
    return commands.stream()
        .filter(Command.Append.class::isInstance)
        .map(command -> ((Command.Append) command).pair())
        .findFirst()
        .orElse(null);
  }

  private List<Command> store(long request) {
    var value = Value.of(new byte[VALUE], Value.BINARY);
    core.submit(
        new Request(request, Token.MAX, Key.of("k" + request), new Request.Store(value, 0)));
    return core.take();
  }

  private static View view() {
    return new View(
        new Epoch(1),
        1,
        "md5",
        List.of(new Member(SELF, 1, "h:1", "h:2", "", 1, Member.Standing.IN, true, List.of())),
        List.of(new Range(Token.MAX, List.of(SELF), List.of(), new Epoch(1), List.of())));
  }
}
