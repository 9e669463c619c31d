package dev.rondel.testbed.sim;

import dev.rondel.node.chain.RangeCopy;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.testbed.sim.Question.Reply;
import dev.rondel.view.Epoch;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The copies that a learner has under way: drives the real {@link RangeCopy}. */
final class SimLearning {

  private static final Version NONE = new Version(0);
  private static final long PAUSE = 50 * Dice.MILLIS;
  private static final long PATIENCE = 5 * Dice.SECONDS;

  private record Copy(Token token, Epoch chainEpoch) {}

  private final SimNode node;
  private final World world;
  private final Dice dice;
  private final Set<Copy> running = new HashSet<>();
  private final Set<Copy> copied = new HashSet<>();

  SimLearning(SimNode node, Dice dice) {
    this.node = node;
    this.world = node.world;
    this.dice = dice;
  }

  /** Starts what is to be learned and is not copied yet. */
  void follow() {
    View view = node.view();
    for (int index : node.core().learning()) {
      Range range = view.ranges().get(index);
      var copy = new Copy(range.token(), range.chainEpoch());
      if (running.add(copy)) {
        world.trace.note("%s copies %s", node.name, World.show(range));
        var rangeCopy = new RangeCopy(range, view.arc(index));
        if (world.mutation == Mutation.COPY_BEFORE_ERASURES) {
          drive(copy, rangeCopy);
        } else {
          node.disk.after(() -> drive(copy, rangeCopy));
        }
      }
    }
  }

  /** The mutation: the ranges that are copied, whether or not the chain's own writes are here. */
  List<Range> copied() {
    return node.view().ranges().stream()
        .filter(range -> range.learners().contains(node.id))
        .filter(range -> copied.contains(new Copy(range.token(), range.chainEpoch())))
        .toList();
  }

  private void drive(Copy name, RangeCopy copy) {
    if (!copy.isWanted(node.view())) {
      running.remove(name);
      return;
    }
    switch (copy.next()) {
      case RangeCopy.Step.Ask(var source, var after) ->
          ask(
              name,
              copy,
              source,
              new Question.ListKeys(copy.arc(), name.chainEpoch(), after),
              reply -> listed(copy, after, reply));
      case RangeCopy.Step.Fetch(var source, var keys, _) ->
          ask(
              name,
              copy,
              source,
              new Question.Fetch(name.token(), name.chainEpoch(), keys, false),
              reply -> fetched(copy, reply));
      case RangeCopy.Step.Store(var changes) -> store(name, copy, changes);
      case RangeCopy.Step.Done() -> {
        running.remove(name);
        copied.add(name);
        world.trace.note("%s has copied %s", node.name, World.show(copy.range()));
        node.tell(core -> core.onCaughtUp(name.token(), name.chainEpoch()));
      }
    }
  }

  private void ask(
      Copy name, RangeCopy copy, NodeId source, Question question, Consumer<@Nullable Reply> told) {
    Consumer<@Nullable Reply> answered =
        reply -> {
          told.accept(reply);
          boolean refused = reply == null || reply instanceof Reply.Refused;
          node.later(refused ? PAUSE : dice.between(0, Dice.MILLIS), () -> drive(name, copy));
        };
    if (!node.links().ask(source, question, PATIENCE, answered)) {
      answered.accept(null);
    }
  }

  private void listed(RangeCopy copy, @Nullable Key after, @Nullable Reply reply) {
    if (reply instanceof Reply.Listed(var batch)) {
      copy.onListed(batch, here(copy, after, batch.upTo()));
    } else {
      copy.onRefused();
    }
  }

  private Map<Key, Version> here(RangeCopy copy, @Nullable Key after, @Nullable Key upTo) {
    var here = new TreeMap<Key, Version>();
    for (Pair pair : node.disk.scan(copy.arc())) {
      boolean beyond = upTo != null && SimTable.isAfter(copy.arc(), upTo).test(pair);
      boolean before = after != null && !SimTable.isAfter(copy.arc(), after).test(pair);
      if (beyond || before) {
        continue;
      }
      if (node.disk.damaged(pair.key()) == null) {
        here.put(pair.key(), pair.version());
        continue;
      }
      here.put(pair.key(), NONE);
      if (node.core().acceptsCopy(World.token(pair.key()), pair.key(), copy.range().chainEpoch())) {
        Pair none = Pair.tombstone(pair.key(), NONE);
        node.disk.append(new SimDisk.Change.Put(none), durable -> {});
      }
    }
    return here;
  }

  private void fetched(RangeCopy copy, @Nullable Reply reply) {
    if (reply instanceof Reply.Fetched(var pairs)) {
      copy.onFetched(pairs);
    } else {
      copy.onRefused();
    }
  }

  private void store(Copy name, RangeCopy copy, List<RangeCopy.Change> changes) {
    var left = new int[] {changes.size()};
    var failed = new boolean[1];
    for (RangeCopy.Change change : changes) {
      store(
          name,
          change,
          durable -> {
            failed[0] |= !durable;
            if (--left[0] > 0) {
              return;
            }
            if (failed[0]) {
              copy.onStoreFailed();
            } else {
              copy.onStored();
            }
            node.later(failed[0] ? PAUSE : 0, () -> drive(name, copy));
          });
    }
  }

  private void store(Copy name, RangeCopy.Change change, Consumer<Boolean> done) {
    node.later(
        dice.between(0, Dice.MILLIS),
        () -> {
          Token token = World.token(change.key());
          boolean accepted = node.core().acceptsCopy(token, change.key(), name.chainEpoch());
          boolean stranger = change instanceof RangeCopy.Change.Drop;
          if ((!accepted && world.mutation != Mutation.COPY_OVERWRITES)
              || (stranger && world.mutation == Mutation.COPY_KEEPS_STRANGERS)) {
            done.accept(true);
            return;
          }
          node.disk.append(
              switch (change) {
                case RangeCopy.Change.Put(var pair) -> new SimDisk.Change.Put(pair);
                case RangeCopy.Change.Drop(var key, var version) ->
                    new SimDisk.Change.Erase(key, version);
              },
              done);
        });
  }
}
