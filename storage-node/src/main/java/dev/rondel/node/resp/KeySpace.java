package dev.rondel.node.resp;

import dev.rondel.node.door.Change;
import dev.rondel.node.door.Table;
import dev.rondel.node.door.Table.Written;
import dev.rondel.node.resp.CommandTable.Keys;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.pair.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Keys: whether they are there, how long, and which there are. */
final class KeySpace {

  private final Table table;
  private final Scan scan;

  KeySpace(Table table) {
    this.table = table;
    this.scan = new Scan(table);
  }

  void addTo(CommandTable commands) {
    commands.writes("del", -2, Keys.ALL, this::delete);
    commands.writes("unlink", -2, Keys.ALL, this::delete);
    commands.reads("exists", -2, Keys.ALL, this::exists);
    commands.reads("type", 2, Keys.ONE, this::type);
    commands.writes("expire", -3, Keys.ONE, call -> expire(call, Expiry.EX));
    commands.writes("pexpire", -3, Keys.ONE, call -> expire(call, Expiry.PX));
    commands.writes("expireat", -3, Keys.ONE, call -> expire(call, Expiry.EXAT));
    commands.writes("pexpireat", -3, Keys.ONE, call -> expire(call, Expiry.PXAT));
    commands.writes("persist", 2, Keys.ONE, this::persist);
    commands.reads("ttl", 2, Keys.ONE, call -> left(call, 1000));
    commands.reads("pttl", 2, Keys.ONE, call -> left(call, 1));
    commands.reads("scan", -2, Keys.NONE, scan::run);
    commands.reads("keys", 2, Keys.NONE, this::keys);
    commands.reads("dbsize", 1, Keys.NONE, this::size);
  }

  private Reply delete(Call call) throws InterruptedException {
    List<Written> written =
        table.each(call.keysFrom(1), key -> table.delete(key, Condition.ALWAYS));
    return new Reply.Count(written.stream().filter(Written.Done.class::isInstance).count());
  }

  private Reply exists(Call call) throws InterruptedException {
    List<Boolean> found = table.each(call.keysFrom(1), key -> table.get(key) != null);
    return new Reply.Count(found.stream().filter(Boolean::booleanValue).count());
  }

  private Reply type(Call call) {
    return new Reply.Status(table.get(call.key(1)) == null ? "none" : "string");
  }

  private Reply expire(Call call, Expiry unit) {
    ExpireWhen when = ExpireWhen.parse(call);
    long now = table.now();
    long end = unit.of(call, 2, now);
    Change.Done done =
        table.change(
            call.key(1),
            pair -> {
              if (pair == null || !when.allows(pair.expiresAt(), end)) {
                return Change.LEAVE;
              }
              return end <= now ? Change.REMOVE : Change.expiringAt(end, pair);
            });
    return Reply.done(!(done.change() instanceof Change.Leave));
  }

  private Reply persist(Call call) {
    Change.Done done =
        table.change(
            call.key(1),
            pair ->
                pair == null || pair.expiresAt() == 0 ? Change.LEAVE : Change.expiringAt(0, pair));
    return Reply.done(done.change() instanceof Change.Store);
  }

  /** Rounded to the nearest; -1 where it has no end, -2 where it is not there. */
  private Reply left(Call call, long unit) {
    Pair pair = table.get(call.key(1));
    if (pair == null || pair.expiresAt() == 0) {
      return new Reply.Count(pair == null ? -2 : -1);
    }
    return new Reply.Count((Math.max(0, pair.expiresAt() - table.now()) + unit / 2) / unit);
  }

  private Reply keys(Call call) {
    var pattern = new Glob(call.bytes(1));
    long most = call.limits().batchSize().toBytes();
    var found = new ArrayList<byte[]>();
    var bytes = new AtomicLong();
    table.listAll(
        pattern.prefix(),
        page -> {
          for (Listed listed : page) {
            byte[] key = listed.key().bytes();
            if (pattern.matches(key)) {
              found.add(key);
              if (bytes.addAndGet(key.length) > most) {
                throw new RespError("ERR these are too many keys for one answer; use SCAN");
              }
            }
          }
        });
    return Reply.bulks(found);
  }

  /** Counted, so it takes as long as listing all. */
  private Reply size(Call call) {
    var count = new AtomicLong();
    table.listAll(new byte[0], page -> count.addAndGet(page.size()));
    return new Reply.Count(count.get());
  }
}
