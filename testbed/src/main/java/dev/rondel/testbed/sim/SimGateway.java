package dev.rondel.testbed.sim;

import dev.rondel.pair.Key;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.Outcome;
import dev.rondel.testbed.sim.Question.Reply;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a client's operation where it belongs, and again where the refusal proves that nothing was
 * applied.
 */
final class SimGateway {

  private static final long PAUSE = 20 * Dice.MILLIS;

  private final SimNode node;
  private final World world;
  private final SimTable table;
  private final Dice dice;

  SimGateway(SimNode node, SimTable table, Dice dice) {
    this.node = node;
    this.world = node.world;
    this.table = table;
    this.dice = dice;
  }

  void execute(Key key, Action action, long until, Consumer<Outcome> told) {
    route(key, action, until, List.of(), told);
  }

  private void route(
      Key key, Action action, long until, List<NodeId> tried, Consumer<Outcome> told) {
    if (world.agenda.now() >= until) {
      told.accept(new Outcome.NotApplied());
      return;
    }
    Token token = World.token(key);
    View view = node.view();
    Range range = view.rangeOf(token).orElse(null);
    NodeId target = range == null ? null : target(action, view, range, tried);
    if (target == null) {
      node.later(PAUSE, () -> route(key, action, until, List.of(), told));
      return;
    }
    Consumer<Answer> answered =
        answer -> {
          switch (answer) {
            case Answer.Final(var outcome) -> told.accept(outcome);
            case Answer.Again() -> {
              var more = new ArrayList<>(tried);
              more.add(target);
              node.later(0, () -> route(key, action, until, more, told));
            }
          }
        };
    if (target.equals(node.id)) {
      table.execute(key, action, until, answered);
      return;
    }
    boolean isRead = action instanceof Action.Get;
    boolean sent =
        node.links()
            .ask(
                target,
                new Question.Operate(key, action, until),
                until - world.agenda.now() + 500 * Dice.MILLIS,
                reply ->
                    answered.accept(
                        reply instanceof Reply.Operated(var answer)
                            ? answer
                            : isRead ? new Answer.Again() : Answer.unknown()));
    if (!sent) {
      answered.accept(new Answer.Again());
    }
  }

  private @Nullable NodeId target(Action action, View view, Range range, List<NodeId> tried) {
    if (!(action instanceof Action.Get)) {
      return tried.contains(range.head()) || !isUp(view, range.head()) ? null : range.head();
    }
    if (range.chain().contains(node.id) && !tried.contains(node.id)) {
      return node.id;
    }
    var others = new ArrayList<>(range.chain());
    others.removeIf(member -> tried.contains(member) || !isUp(view, member));
    if (others.isEmpty()) {
      return null;
    }
    return !tried.isEmpty() && others.contains(range.head()) ? range.head() : dice.any(others);
  }

  private static boolean isUp(View view, NodeId id) {
    return view.member(id).map(Member::up).orElse(false);
  }
}
