package dev.rondel.node.standalone;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.node.runtime.Gateway.ListingUnavailableException;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.web.Problem;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reading and writing a table as a whole, by the gateway's own operations. What does not come to a
 * certain end is a {@link Problem}.
 */
final class TableAccess {

  private static final int PAGE = 256;
  private static final int TRIES = 5;

  private final Supplier<Gateway> table;
  private final Duration timeout;

  TableAccess(Supplier<Gateway> table, Duration timeout) {
    this.table = table;
    this.timeout = timeout;
  }

  // ---- reading ----------------------------------------------------------------------------------

  /**
   * Pages of live pairs whose keys begin so; of the whole table, or of what this node is head of.
   */
  void forEachPage(byte[] prefix, boolean local, Consumer<List<Pair>> page) {
    list(prefix, local, listed -> page.accept(read(listed.stream().map(Listed::key).toList())));
  }

  private void list(byte[] prefix, boolean local, Consumer<List<Listed>> page) {
    try {
      table.get().forEachPage(prefix, PAGE, local, page);
    } catch (ListingUnavailableException unavailable) {
      throw Problem.of(unavailable.outcome());
    }
  }

  private List<Pair> read(List<Key> keys) {
    List<Callable<Optional<Pair>>> reads = new ArrayList<>();
    keys.forEach(key -> reads.add(() -> find(key)));
    return together(reads).stream().flatMap(Optional::stream).toList();
  }

  /** The pair, where it is live. */
  Optional<Pair> find(Key key) {
    return switch (table.get().execute(new Operation.Get(key, timeout))) {
      case Outcome.Found(Pair pair, _) -> Optional.of(pair);
      case Outcome.Missing _ -> Optional.empty();
      case Outcome other -> throw Problem.of(other);
    };
  }

  Lineage lineage(String self) {
    Set<String> tables = names(TableKeys.TAKEN_IN);
    tables.add(self);
    return new Lineage(tables, names(TableKeys.PARTED_FROM));
  }

  private Set<String> names(byte[] prefix) {
    var names = new HashSet<String>();
    list(
        prefix,
        false,
        page -> page.forEach(listed -> names.add(TableKeys.textAfter(prefix, listed.key()))));
    return names;
  }

  // ---- writing ----------------------------------------------------------------------------------

  void mark(Key key) {
    mark(key, new byte[0]);
  }

  /** Stores a note of ours, where there is none. */
  void mark(Key key, byte[] note) {
    putIf(key, Value.of(note, Value.BINARY), 0, new Condition.IfAbsent());
  }

  /** Stores where the condition holds; where it does not, nothing is to be done. */
  void putIf(Key key, Value value, long expiresAt, Condition condition) {
    write(new Operation.Put(key, value, expiresAt, condition, timeout));
  }

  void deleteIf(Key key, Condition condition) {
    write(new Operation.Delete(key, condition, timeout));
  }

  /** A write of unknown fate is tried again: it has a condition that its own success ends. */
  private void write(Operation operation) {
    for (int attempt = 1; ; attempt++) {
      Outcome outcome = table.get().execute(operation);
      switch (outcome) {
        case Outcome.Stored _, Outcome.Deleted _, Outcome.Missing _, Outcome.ConditionFailed _ -> {
          return;
        }
        case Outcome.Unknown _, Outcome.Unavailable _, Outcome.Full _, Outcome.Found _ -> {
          if (attempt == TRIES) {
            throw Problem.of(outcome);
          }
        }
      }
    }
  }

  /** Does all of it at once; the first failure is thrown when all have ended. */
  static <T> List<T> together(List<Callable<T>> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> results = threads.invokeAll(work);
      var done = new ArrayList<T>(work.size());
      for (Future<T> result : results) {
        done.add(result.get());
      }
      return done;
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
