package dev.rondel.node.resp;

import dev.rondel.node.door.Change;
import dev.rondel.node.door.Table;
import dev.rondel.node.door.Table.Written;
import dev.rondel.node.resp.CommandTable.Keys;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reading and writing values as a whole. */
final class Strings {

  private final Table table;

  Strings(Table table) {
    this.table = table;
  }

  void addTo(CommandTable commands) {
    commands.reads("get", 2, Keys.ONE, call -> reply(table.get(call.key(1))));
    commands.reads("strlen", 2, Keys.ONE, this::length);
    commands.reads("mget", -2, Keys.ALL, this::getAll);
    commands.writes("set", -3, Keys.ONE, this::set);
    commands.writes("setnx", 3, Keys.ONE, this::setIfAbsent);
    commands.writes("setex", 4, Keys.ONE, call -> setFor(call, Expiry.EX));
    commands.writes("psetex", 4, Keys.ONE, call -> setFor(call, Expiry.PX));
    commands.writes("getset", 3, Keys.ONE, this::getAndSet);
    commands.writes("getdel", 2, Keys.ONE, this::getAndDelete);
    commands.writes("getex", -2, Keys.ONE, this::getAndExpire);
    commands.writes("mset", -3, Keys.EVERY_OTHER, this::setAll);
  }

  static Reply reply(@Nullable Pair pair) {
    return pair == null ? Reply.NIL : new Reply.Bulk(Table.value(pair).bytes());
  }

  static Value value(byte[] bytes) {
    return Value.of(bytes, Value.BINARY);
  }

  private Reply length(Call call) {
    Pair pair = table.get(call.key(1));
    return new Reply.Count(pair == null ? 0 : Table.value(pair).size());
  }

  /** Each as it is at some moment during the command: not all at the same one. */
  private Reply getAll(Call call) throws InterruptedException {
    long most = call.limits().batchSize().toBytes();
    var left = new AtomicLong(most);
    return new Reply.Items(
        table.each(
            call.keysFrom(1),
            key -> {
              Reply reply = reply(table.get(key));
              if (reply instanceof Reply.Bulk(byte[] bytes) && left.addAndGet(-bytes.length) < 0) {
                throw new RespError("ERR the values of one answer have at most " + most + " bytes");
              }
              return reply;
            }));
  }

  private Reply set(Call call) {
    SetOptions options = SetOptions.parse(call, table.now());
    Value value = value(call.bytes(2));
    if (options.isPlain()) {
      Written written = table.put(call.key(1), value, options.expiresAt(), options.condition());
      return written instanceof Written.Done ? Reply.OK : Reply.NIL;
    }
    Change.Done done =
        table.change(
            call.key(1),
            pair ->
                options.allows(pair)
                    ? new Change.Store(
                        value,
                        options.keepsEnd() && pair != null ? pair.expiresAt() : options.expiresAt())
                    : Change.LEAVE);
    if (options.getsOld()) {
      return reply(done.before());
    }
    return done.change() instanceof Change.Store ? Reply.OK : Reply.NIL;
  }

  private Reply setIfAbsent(Call call) {
    Written written = table.put(call.key(1), value(call.bytes(2)), 0, new Condition.IfAbsent());
    return Reply.done(written instanceof Written.Done);
  }

  private Reply setFor(Call call, Expiry unit) {
    long end = unit.ofPositive(call, 2, table.now());
    table.put(call.key(1), value(call.bytes(3)), end, Condition.ALWAYS);
    return Reply.OK;
  }

  private Reply getAndSet(Call call) {
    var stored = new Change.Store(value(call.bytes(2)), 0);
    return reply(table.change(call.key(1), _ -> stored).before());
  }

  private Reply getAndDelete(Call call) {
    return reply(table.change(call.key(1), _ -> Change.REMOVE).before());
  }

  private Reply getAndExpire(Call call) {
    if (call.size() == 2) {
      return reply(table.get(call.key(1)));
    }
    long end = newEnd(call);
    return reply(
        table
            .change(
                call.key(1),
                pair ->
                    pair == null || pair.expiresAt() == end
                        ? Change.LEAVE
                        : Change.expiringAt(end, pair))
            .before());
  }

  private long newEnd(Call call) {
    Expiry unit = Expiry.named(call.option(2));
    if (unit != null && call.size() == 4) {
      return unit.ofPositive(call, 3, table.now());
    }
    if (call.option(2).equals("PERSIST") && call.size() == 3) {
      return 0;
    }
    throw new RespError(RespError.SYNTAX);
  }

  /**
   * Not atomic over keys: each is a write by itself. Where one fails the others are done all the
   * same, and the answer is the failure.
   */
  private Reply setAll(Call call) throws InterruptedException {
    if (call.size() % 2 == 0) {
      throw call.wrongNumber();
    }
    var values = new LinkedHashMap<Key, Value>();
    for (int i = 1; i < call.size(); i += 2) {
      values.put(call.key(i), value(call.bytes(i + 1)));
    }
    table.each(
        List.copyOf(values.entrySet()),
        (Map.Entry<Key, Value> entry) ->
            table.put(entry.getKey(), entry.getValue(), 0, Condition.ALWAYS));
    return Reply.OK;
  }
}
