package dev.rondel.node.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A range that is cut between the moment at which its head says OPEN and the answer. */
class CutWhileOpeningTest {

  private static final NodeId HEAD = NodeId.of("n1");
  private static final NodeId LEARNER = NodeId.of("n2");
  private static final Token CUT = new Token(Long.MIN_VALUE, 0);
  private static final int TICKS = 10;

  private final ChainReplica head = core(HEAD);
  private final ChainReplica learner = core(LEARNER);

  private static ChainReplica core(NodeId id) {
    return new ChainReplica(id, 1, key -> Hashing.md5().hash(key.bytes()));
  }

  private final View opening = view(2, line(Token.MAX, 2));
  private final View cut = view(3, line(CUT, 2), line(Token.MAX, 2));

  @Test
  void bothPartsAreReportedOpenWhereTheHeadHearsOfTheCutFirst() {
    ArrayDeque<Command> open = open();
    learner.onView(opening);

    head.onView(cut);
    deliver(open, HEAD, learner);
    deliver(taken(learner), LEARNER, head);
    learner.onView(cut);
    converse();

    assertThat(head.opened()).extracting(Range::token).containsExactly(CUT, Token.MAX);
  }

  @Test
  void bothPartsAreOpenWhereTheLearnerHearsOfTheCutFirst() {
    ArrayDeque<Command> open = open();
    learner.onView(cut);

    deliver(open, HEAD, learner);
    deliver(taken(learner), LEARNER, head);
    head.onView(cut);
    converse();

    assertThat(learner.learning()).containsExactly(0, 1);
    assertThat(head.opened()).extracting(Range::token).containsExactly(CUT, Token.MAX);
  }

  /** Else the other part's unfinished writes would be passed over. */
  @Test
  void aFenceOfTheWholeIsNotAnsweredByAPartOfIt() {
    View before =
        view(1, new Range(Token.MAX, List.of(LEARNER), List.of(), new Epoch(1), List.of()));
    Range taken = new Range(Token.MAX, List.of(HEAD), List.of(), new Epoch(2), List.of(LEARNER));
    Range lower = new Range(CUT, List.of(HEAD), List.of(), new Epoch(2), List.of(LEARNER));
    head.onView(before);
    learner.onView(before);
    head.onView(view(2, taken));
    learner.onView(view(3, lower, taken));

    for (Command fenced : fencedByParts()) {
      deliver(new ArrayDeque<>(List.of(fenced)), LEARNER, head);
      assertThat(head.opened()).isEmpty();
    }

    head.onView(view(3, lower, taken));
    converse();
    assertThat(head.opened()).extracting(Range::token).containsExactly(CUT, Token.MAX);
  }

  private List<Command> fencedByParts() {
    deliver(taken(head), HEAD, learner);
    List<Command> replies = learner.take();
    assertThat(replies).hasSize(2);
    return replies;
  }

  private ArrayDeque<Command> open() {
    head.onView(view(1, new Range(Token.MAX, List.of(HEAD), List.of(), new Epoch(1), List.of())));
    head.take();
    head.onView(opening);
    return taken(head);
  }

  private void converse() {
    for (int i = 0; i < TICKS; i++) {
      head.onTick();
      deliver(taken(head), HEAD, learner);
      deliver(taken(learner), LEARNER, head);
    }
  }

  private static ArrayDeque<Command> taken(ChainReplica core) {
    return new ArrayDeque<>(core.take());
  }

  private static void deliver(ArrayDeque<Command> commands, NodeId from, ChainReplica to) {
    for (Command command : commands) {
      if (command instanceof Command.Send(_, var message)) {
        to.onMessage(from, message);
      }
    }
  }

  /** Opened by the head for a learner. */
  private static Range line(Token token, long chainEpoch) {
    return new Range(token, List.of(HEAD), List.of(LEARNER), new Epoch(chainEpoch), List.of(HEAD));
  }

  private static View view(long epoch, Range... ranges) {
    List<Member> members =
        Stream.of(HEAD, LEARNER)
            .map(id -> new Member(id, 1, "h:1", "h:2", "", 1, Member.Standing.IN, true, List.of()))
            .toList();
    return new View(new Epoch(epoch), 2, "md5", members, List.of(ranges));
  }
}
