package dev.rondel.testbed.load;

import dev.rondel.testbed.load.Operation.Fate;
import dev.rondel.testbed.load.Operation.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges whether the history of a key, with one writer that gives every put its own value, is
 * linearizable.
 *
 * <p>Each read names the write that it saw, so the question is decided by <em>zones</em> (Gibbons
 * and Korach, "Testing Shared Memories", 1997): a value must be current from the first end to the
 * last beginning among its write and its reads. Two values cannot be current at once, and a value
 * that was current only within another's zone was not seen by it.
 *
 * <p>A write of unknown fate may take effect at any time after it began, or never. A read that saw
 * no value counts for the deletion that it must have seen; where several are possible it proves
 * nothing and is left out.
 */
public final class HistoryCheck {

  private HistoryCheck() {}

  /** All that is wrong, by key. */
  public static List<Violation> check(Collection<Operation> history) {
    Map<String, List<Operation>> byKey = new TreeMap<>();
    for (Operation operation : history) {
      byKey.computeIfAbsent(operation.key(), _ -> new ArrayList<>()).add(operation);
    }
    var violations = new ArrayList<Violation>();
    byKey.forEach((key, operations) -> violations.addAll(new OfKey(key, operations).check()));
    return violations;
  }

  /** The writes of a key in their order, and what the reads say about them. */
  private static final class OfKey {
    private final String key;
    private final List<Operation> writes = new ArrayList<>();
    private final Map<Long, Operation> byNumber = new HashMap<>();

    /** The acknowledged writes by their end, which is their order too. */
    private final NavigableMap<Long, Operation> acknowledged = new TreeMap<>();

    private final Set<Long> refusedNumbers = new HashSet<>();
    private final List<Operation> reads = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    OfKey(String key, List<Operation> operations) {
      this.key = key;
      writes.add(
          new Operation(
              key,
              Kind.DELETE,
              0,
              Long.MIN_VALUE,
              Long.MIN_VALUE,
              Fate.DONE,
              false,
              "nothing yet"));
      for (Operation operation : operations) {
        if (operation.isWrite() && operation.fate() == Fate.NOT_DONE) {
          refusedNumbers.add(operation.number());
        } else if (operation.isWrite()) {
          writes.add(operation);
        } else if (operation.fate() == Fate.DONE) {
          reads.add(operation);
        }
      }
      writes.sort(Comparator.comparingLong(Operation::number));
      for (Operation write : writes) {
        byNumber.put(write.number(), write);
        if (write.fate() == Fate.DONE) {
          acknowledged.put(write.to(), write);
        }
      }
    }

    List<Violation> check() {
      Map<Operation, List<Operation>> seen = new LinkedHashMap<>();
      for (Operation read : reads) {
        List<Operation> possible = read.number() == 0 ? possibleDeletions(read) : possiblePut(read);
        if (possible.size() == 1) {
          seen.computeIfAbsent(possible.getFirst(), _ -> new ArrayList<>()).add(read);
        }
      }
      checkZones(seen);
      return violations;
    }

    /** The put whose value was seen, if it can have been current. */
    private List<Operation> possiblePut(Operation read) {
      Operation put = byNumber.get(read.number());
      if (put == null || put.kind() != Kind.PUT) {
        boolean refused = refusedNumbers.contains(read.number());
        report(
            Violation.Kind.WRONG_VALUE,
            read,
            refused ? "which was answered as not applied" : "which nobody wrote");
        return List.of();
      }
      if (put.from() > read.to()) {
        report(Violation.Kind.WRONG_VALUE, read, "which was written only later");
        return List.of();
      }
      Operation newest = newestAcknowledgedBefore(read);
      if (put.fate() == Fate.DONE && put.number() < newest.number()) {
        Violation.Kind kind =
            newest.kind() == Kind.DELETE
                ? Violation.Kind.RESURRECTED
                : read.last() ? Violation.Kind.LOST_WRITE : Violation.Kind.STALE_READ;
        report(kind, read, "though " + told(newest) + " was acknowledged before");
        return List.of();
      }
      return List.of(put);
    }

    /** The deletions that a read without a value can have seen. */
    private List<Operation> possibleDeletions(Operation read) {
      Operation newest = newestAcknowledgedBefore(read);
      List<Operation> possible =
          writes.stream()
              .filter(write -> write.kind() == Kind.DELETE && write.from() <= read.to())
              .filter(write -> write.fate() == Fate.UNKNOWN || write.number() >= newest.number())
              .toList();
      if (possible.isEmpty()) {
        report(
            read.last() ? Violation.Kind.LOST_WRITE : Violation.Kind.STALE_READ,
            read,
            "though " + told(newest) + " was acknowledged before");
      }
      return possible;
    }

    private Operation newestAcknowledgedBefore(Operation read) {
      var newest = acknowledged.lowerEntry(read.from());
      return newest == null ? writes.getFirst() : newest.getValue();
    }

    private void checkZones(Map<Operation, List<Operation>> seen) {
      NavigableMap<Long, Zone> forward = new TreeMap<>();
      List<Zone> backward = new ArrayList<>();
      for (Operation write : writes) {
        List<Operation> readers = seen.getOrDefault(write, List.of());
        if (write.fate() == Fate.DONE || !readers.isEmpty()) {
          Zone zone = Zone.of(write, readers);
          if (!zone.isForward()) {
            backward.add(zone);
            continue;
          }
          Zone same = forward.putIfAbsent(zone.low(), zone);
          if (same != null) {
            reportOrder(same, zone);
            return;
          }
        }
      }
      Zone before = null;
      for (Zone zone : forward.values()) {
        if (before != null && zone.low() < before.high()) {
          reportOrder(before, zone);
          return; // what follows from it is no news
        }
        before = zone;
      }
      for (Zone zone : backward) {
        var around = forward.lowerEntry(zone.low());
        if (around != null && zone.high() < around.getValue().high()) {
          reportOrder(around.getValue(), zone);
          return;
        }
      }
    }

    private void reportOrder(Zone one, Zone other) {
      violations.add(
          new Violation(
              key,
              Violation.Kind.STALE_READ,
              "the reads of "
                  + told(one.write())
                  + " and of "
                  + told(other.write())
                  + " went forth and back: each was seen, or acknowledged, between the other's"));
    }

    private void report(Violation.Kind kind, Operation read, String why) {
      String saw =
          read.number() == 0
              ? "no value"
              : read.number() == Operation.STRANGE
                  ? "a strange value"
                  : "the value of write " + read.number();
      String by = read.detail().isEmpty() ? "" : " (" + read.detail() + ")";
      violations.add(new Violation(key, kind, "a read saw " + saw + by + ", " + why));
    }

    private static String told(Operation write) {
      return (write.kind() == Kind.DELETE ? "the deletion, write " : "write ") + write.number();
    }
  }

  /** When a value must, or (backward) may, have been current. */
  private record Zone(Operation write, long firstEnd, long lastBeginning) {

    static Zone of(Operation write, List<Operation> reads) {
      long firstEnd = write.fate() == Fate.DONE ? write.to() : Long.MAX_VALUE;
      long lastBeginning = write.from();
      for (Operation read : reads) {
        firstEnd = Math.min(firstEnd, read.to());
        lastBeginning = Math.max(lastBeginning, read.from());
      }
      return new Zone(write, firstEnd, lastBeginning);
    }

    boolean isForward() {
      return firstEnd < lastBeginning;
    }

    long low() {
      return Math.min(firstEnd, lastBeginning);
    }

    long high() {
      return Math.max(firstEnd, lastBeginning);
    }
  }
}
