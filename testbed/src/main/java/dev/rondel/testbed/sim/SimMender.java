package dev.rondel.testbed.sim;

import dev.rondel.node.chain.Serving;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.testbed.sim.Question.Reply;
import dev.rondel.view.Epoch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a node does about damaged pairs on its disk: as the runtime's {@code Mender}. */
final class SimMender {

  private static final long PATIENCE = 2 * Dice.SECONDS;
  private static final long PAUSE = 50 * Dice.MILLIS;

  private final SimNode node;
  private final World world;
  private final Dice dice;
  private final Set<Key> known = new HashSet<>();

  SimMender(SimNode node, Dice dice) {
    this.node = node;
    this.world = node.world;
    this.dice = dice;
  }

  /** Whether what is stored of the key is damaged; then it is going to be mended. */
  boolean isDamaged(Key key) {
    Pair damaged = node.disk.damaged(key);
    if (damaged != null && known.add(key)) {
      node.later(dice.between(0, Dice.MILLIS), () -> mend(key, damaged));
    }
    return damaged != null;
  }

  private void mend(Key key, Pair damaged) {
    node.later(PAUSE, () -> known.remove(key));
    Token token = World.token(key);
    Serving.Standing standing = node.serving().standing(token);
    boolean underWay = node.core().dirty().contains(key);
    if (standing == null
        || !standing.role().serves()
        || (underWay && world.mutation != Mutation.MENDED_WHILE_WRITTEN)) {
      return;
    }
    List<NodeId> others =
        node.view().rangeOf(token).orElseThrow().chain().stream()
            .filter(member -> !member.equals(node.id))
            .toList();
    if (!others.isEmpty()) {
      Epoch chainEpoch = standing.chainEpoch();
      NodeId other = others.get(dice.below(others.size()));
      node.links()
          .ask(
              other,
              new Question.Fetch(token, chainEpoch, List.of(key), true),
              PATIENCE,
              reply ->
                  node.later(
                      dice.between(0, Dice.MILLIS), () -> replace(damaged, chainEpoch, reply)));
    }
  }

  private void replace(Pair damaged, Epoch chainEpoch, @Nullable Reply reply) {
    if (reply instanceof Reply.Fetched(var pairs)
        && node.serving().serves(World.token(damaged.key()), chainEpoch)) {
      Pair by = pairs.isEmpty() ? null : pairs.getFirst();
      world.trace.note(
          "%s mends %s: %s", node.name, damaged.key(), by == null ? "nothing" : by.version());
      node.disk.append(new SimDisk.Change.Mend(damaged, by), durable -> {});
    }
  }
}
