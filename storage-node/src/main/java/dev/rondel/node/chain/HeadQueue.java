package dev.rondel.node.chain;

import dev.rondel.pair.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a range at its head: those that wait for the range to open, and for each key that
 * is busy those that wait for their turn. A key is busy while one of its requests reads or writes.
 */
final class HeadQueue {

  private final ArrayDeque<Request> untilOpen = new ArrayDeque<>();
  private final Map<Key, ArrayDeque<Request>> busy = new HashMap<>();
  private final Map<Long, Request> reading = new HashMap<>();
  private int waiting;

  /** Requests that wait for the range or for their turn. */
  int waiting() {
    return waiting;
  }

  void untilOpen(Request request) {
    untilOpen.add(request);
    waiting++;
  }

  @Nullable Request nextUntilOpen() {
    Request next = untilOpen.poll();
    waiting -= next == null ? 0 : 1;
    return next;
  }

  /** Makes the key busy; false where it was, and the request (if any) now waits for its turn. */
  boolean occupy(Key key, @Nullable Request request) {
    var queue = busy.get(key);
    if (queue == null) {
      busy.put(key, new ArrayDeque<>(0));
      return true;
    }
    if (request != null) {
      queue.add(request);
      waiting++;
    }
    return false;
  }

  /**
   * The turn of the key's next request, which keeps the key busy; null where nobody waits, and the
   * key is free.
   */
  @Nullable Request next(Key key) {
    var queue = busy.get(key);
    if (queue == null) {
      return null;
    }
    Request next = queue.poll();
    if (next == null) {
      busy.remove(key);
    } else {
      waiting--;
    }
    return next;
  }

  void reading(long ticket, Request request) {
    reading.put(ticket, request);
  }

  @Nullable Request read(long ticket) {
    return reading.remove(ticket);
  }

  /** Takes out every request that has not been applied, in an order that keeps each key's. */
  List<Request> drain() {
    var all = new ArrayList<>(reading.values());
    reading.clear();
    busy.values().forEach(all::addAll);
    busy.clear();
    all.addAll(untilOpen);
    untilOpen.clear();
    waiting = 0;
    return all;
  }

  /** Takes out the request with this id where it only waits for its turn. */
  boolean removeWaiting(long id) {
    Predicate<Request> wanted = request -> request.id() == id;
    boolean removed =
        untilOpen.removeIf(wanted)
            || busy.values().stream().anyMatch(queue -> queue.removeIf(wanted));
    waiting -= removed ? 1 : 0;
    return removed;
  }

  /** Takes out the request with this id where it is being read for; its key stays busy. */
  @Nullable Request removeReading(long id) {
    for (var entry : reading.entrySet()) {
      if (entry.getValue().id() == id) {
        reading.remove(entry.getKey());
        return entry.getValue();
      }
    }
    return null;
  }
}
