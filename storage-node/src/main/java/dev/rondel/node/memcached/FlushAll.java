package dev.rondel.node.memcached;

import dev.rondel.node.door.Table;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Listed;
import java.util.List;

/**
 * Deletes every key of the table, whoever stored it: key by key, so it takes its time, and what is
 * written meanwhile stays. With a delay it is refused: no node keeps such a promise over its end.
 */
final class FlushAll {

  private static final byte[] ALL = {};

  private final Table table;
  private final Stats stats;

  FlushAll(Table table, Stats stats) {
    this.table = table;
    this.stats = stats;
  }

  String run(List<String> words) throws InterruptedException {
    if (!words.isEmpty()) {
      long delay = Numbers.unsigned(words.getFirst(), Integer.MAX_VALUE);
      if (delay < 0 || words.size() > 1) {
        throw new ErrorLine(ErrorLine.BAD_FORMAT);
      }
      if (delay > 0) {
        throw new ErrorLine("CLIENT_ERROR flush_all takes no delay here");
      }
    }
    stats.flushes.increment();
    for (var page = table.list(null, ALL, table.limits().listSize()); ; ) {
      table.each(page.entries(), this::delete);
      var next = page.next();
      if (next == null) {
        return "OK";
      }
      page = table.list(next, ALL, table.limits().listSize());
    }
  }

  /** As it was listed, or not at all. */
  private Table.Written delete(Listed listed) {
    return table.delete(listed.key(), new Condition.IfVersion(listed.version()));
  }
}
