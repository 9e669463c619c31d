package dev.rondel.node.memcached;

import dev.rondel.node.door.Answerer;
import dev.rondel.node.door.Answers;
import dev.rondel.node.door.Table;
import dev.rondel.node.door.Trouble;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** Answers the commands of a connection: who does which, and how errors are told. */
final class Commands implements Answerer<Command> {

  /** The level of the protocol, which clients look for, and who speaks it. */
  static final String VERSION = "1.6.0-rondel";

  private static final String ERROR = "ERROR";

  private final Table table;
  private final Stats stats;
  private final IntSupplier connections;
  private final Retrieval retrieval;
  private final Storage storage;
  private final MetaGet metaGet;
  private final MetaWrites metaWrites;
  private final FlushAll flushAll;

  Commands(Table table, Stats stats, IntSupplier connections) {
    this.connections = connections;
    this.table = table;
    this.stats = stats;
    this.retrieval = new Retrieval(table, stats);
    this.storage = new Storage(table, stats);
    this.metaGet = new MetaGet(table, stats);
    this.metaWrites = new MetaWrites(table, stats);
    this.flushAll = new FlushAll(table, stats);
  }

  @Override
  public void answer(Command command, Answers answers) throws InterruptedException {
    var replies = new Replies(answers, command.isQuiet());
    try {
      if (command.error() != null) {
        throw new ErrorLine(command.error());
      }
      run(command, replies);
    } catch (ErrorLine error) {
      replies.line(error.line());
    } catch (Trouble trouble) {
      replies.trouble(trouble);
    }
    if (command.isLast()) {
      replies.close();
    }
  }

  @Override
  public void refuse(Command command, String why, Answers answers) throws InterruptedException {
    fail(command, why, answers);
  }

  @Override
  public void fail(Command command, String what, Answers answers) throws InterruptedException {
    new Replies(answers, command.isQuiet()).line("SERVER_ERROR " + what);
  }

  private void run(Command command, Replies replies) throws InterruptedException {
    if (command.words().isEmpty()) {
      throw new ErrorLine(ERROR);
    }
    List<String> arguments = command.arguments();
    switch (command.name()) {
      case "get" -> retrieval.get(arguments, false, replies);
      case "gets" -> retrieval.get(arguments, true, replies);
      case "gat" -> retrieval.getAndTouch(arguments, false, replies);
      case "gats" -> retrieval.getAndTouch(arguments, true, replies);
      case "touch" -> retrieval.touch(arguments, replies);
      case "set", "add", "replace", "append", "prepend", "cas" ->
          replies.line(storage.store(command.name(), arguments, command.data()));
      case "delete" -> replies.line(storage.delete(arguments));
      case "incr" -> replies.line(storage.count(arguments, true));
      case "decr" -> replies.line(storage.count(arguments, false));
      case "mg" -> metaGet.get(arguments, replies);
      case "ms" -> metaWrites.set(arguments, command.data(), replies);
      case "md" -> metaWrites.delete(arguments, replies);
      case "ma" -> metaWrites.count(arguments, replies);
      case "mn" -> replies.line("MN");
      case "flush_all" -> replies.line(flushAll.run(arguments));
      case "version" -> replies.line("VERSION " + VERSION);
      case "verbosity" -> replies.line(command.words().size() > 1 ? "OK" : ERROR);
      case "stats" -> stats(arguments, replies);
      case "quit" -> replies.close();
      default -> throw new ErrorLine(ERROR);
    }
  }

  private void stats(List<String> arguments, Replies replies) throws InterruptedException {
    switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
      case "" -> list(stats.general(table.now(), connections.getAsInt()), replies);
      case "settings" ->
          list(Map.of("item_size_max", table.limits().valueSize().toBytes()), replies);
      case "items", "slabs", "sizes" -> list(Map.of(), replies);
      case "reset" -> {
        stats.reset();
        replies.line("RESET");
      }
      default -> throw new ErrorLine(ERROR);
    }
  }

  private static void list(Map<String, Object> all, Replies replies) throws InterruptedException {
    for (var stat : all.entrySet()) {
      replies.line("STAT " + stat.getKey() + " " + stat.getValue());
    }
    replies.line("END");
  }
}
