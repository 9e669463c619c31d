package dev.rondel.node.chain;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A learner's copy of one range, in one chain epoch, as a state machine: the source's keys and
 * versions in token order, batch by batch, and of those only the values that differ here. The
 * source is authoritative: what it does not have is dropped. Whatever comes through the chain
 * meanwhile wins, which {@link ChainReplica#acceptsCopy} decides for each change.
 *
 * <p>Do what {@link #next()} says, tell what came of it, and go on until it says {@link Step.Done}.
 */
public final class RangeCopy {

  private static final int FETCH_KEYS = 256;
  private static final long FETCH_BYTES = 1 << 20;

  /** A key that the source has; {@code size} is that of its value in bytes. */
  public record Listed(Key key, Version version, int size) {}

  /**
   * What the source has of the arc after the last batch.
   *
   * @param upTo where the batch ends; null where it goes to the end of the arc
   * @param total keys in the whole arc, an estimate for progress
   */
  public record Batch(List<Listed> entries, @Nullable Key upTo, long total) {
    public Batch {
      entries = List.copyOf(entries);
    }
  }

  /** A difference to be made here, where {@link ChainReplica#acceptsCopy} allows it. */
  public sealed interface Change {

    Key key();

    record Put(Pair pair) implements Change {
      @Override
      public Key key() {
        return pair.key();
      }
    }

    /** Forget the key, where the stored version is this one. */
    record Drop(Key key, Version version) implements Change {}
  }

  /** What to do next. */
  public sealed interface Step {

    /** Ask for the keys after {@code after}; then {@link #onListed} or {@link #onRefused}. */
    record Ask(NodeId source, @Nullable Key after) implements Step {}

    /** Ask for these pairs; then {@link #onFetched} or {@link #onRefused}. */
    record Fetch(NodeId source, List<Key> keys, long bytes) implements Step {}

    /** Make these changes durable; then {@link #onStored} or {@link #onStoreFailed}. */
    record Store(List<Change> changes) implements Step {}

    /** All is here: tell {@link ChainReplica#onCaughtUp}. */
    record Done() implements Step {}
  }

  private final Range range;
  private final TokenRange arc;
  private final ArrayDeque<Listed> wanted = new ArrayDeque<>();
  private final Map<Key, Version> here = new HashMap<>();
  private int sourceIndex;
  private @Nullable Key after;
  private Batch batch = new Batch(List.of(), null, 0);
  private Step step;

  private final AtomicLong keysTotal = new AtomicLong();
  private final AtomicLong keysDone = new AtomicLong();
  private final AtomicLong bytesCopied = new AtomicLong();

  public RangeCopy(Range range, TokenRange arc) {
    this.range = range;
    this.arc = arc;
    this.sourceIndex = range.chain().size() - 1;
    this.step = new Step.Ask(source(), null);
  }

  public Step next() {
    return step;
  }

  /** Whether the range is still learned in the chain epoch, and the arc, of this copy. */
  public boolean isWanted(View view) {
    int index = view.indexOf(range.token());
    return index >= 0
        && view.ranges().get(index).chainEpoch().equals(range.chainEpoch())
        && view.arc(index).equals(arc);
  }

  /**
   * The source has answered.
   *
   * @param stored what this node has of the batch's part of the arc
   */
  public void onListed(Batch listed, Map<Key, Version> stored) {
    batch = listed;
    keysTotal.set(Math.max(listed.total(), keysDone.get() + listed.entries().size()));
    here.clear();
    here.putAll(stored);
    wanted.clear();
    var strangers = new HashMap<>(stored);
    for (Listed entry : listed.entries()) {
      if (!entry.version().equals(strangers.remove(entry.key()))) {
        wanted.add(entry);
      }
    }
    var drops = new ArrayList<Change>();
    strangers.forEach((key, version) -> drops.add(new Change.Drop(key, version)));
    step = drops.isEmpty() ? afterStore() : new Step.Store(drops);
  }

  /** What was asked for has come; a key without a pair is missing at the source by now. */
  public void onFetched(List<Pair> pairs) {
    if (!(step instanceof Step.Fetch fetch)) {
      throw new IllegalStateException("nothing was to be fetched, but " + step);
    }
    var changes = new ArrayList<Change>();
    Set<Key> missing = new HashSet<>(fetch.keys());
    for (Pair pair : pairs) {
      missing.remove(pair.key());
      changes.add(new Change.Put(pair));
    }
    for (Key key : missing) {
      Version stored = here.get(key);
      if (stored != null) {
        changes.add(new Change.Drop(key, stored));
      }
    }
    bytesCopied.addAndGet(fetch.bytes());
    step = changes.isEmpty() ? afterStore() : new Step.Store(changes);
  }

  /**
   * The source does not answer, or not in this chain epoch: another is asked, from the batch on.
   */
  public void onRefused() {
    sourceIndex = (sourceIndex + 1) % range.chain().size();
    step = new Step.Ask(source(), after);
  }

  public void onStored() {
    step = afterStore();
  }

  /** The changes may be here or not: the batch begins anew. */
  public void onStoreFailed() {
    step = new Step.Ask(source(), after);
  }

  private Step afterStore() {
    if (!wanted.isEmpty()) {
      return fetch();
    }
    keysDone.addAndGet(batch.entries().size());
    after = batch.upTo();
    return after == null ? new Step.Done() : new Step.Ask(source(), after);
  }

  private Step fetch() {
    var keys = new ArrayList<Key>();
    long bytes = 0;
    while (!wanted.isEmpty() && keys.size() < FETCH_KEYS && bytes < FETCH_BYTES) {
      Listed entry = wanted.remove();
      keys.add(entry.key());
      bytes += entry.size() + entry.key().bytes().length;
    }
    return new Step.Fetch(source(), List.copyOf(keys), bytes);
  }

  private NodeId source() {
    return range.chain().get(sourceIndex);
  }

  public Range range() {
    return range;
  }

  public TokenRange arc() {
    return arc;
  }

  // ---- progress, from any thread
  // ------------------------------------------------------------------

  public long keysTotal() {
    return keysTotal.get();
  }

  public long keysDone() {
    return keysDone.get();
  }

  public long bytesCopied() {
    return bytesCopied.get();
  }
}
