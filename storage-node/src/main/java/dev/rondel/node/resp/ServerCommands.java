package dev.rondel.node.resp;

import dev.rondel.node.resp.CommandTable.Entry;
import dev.rondel.node.resp.CommandTable.Keys;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What clients say of themselves and ask of the server. */
final class ServerCommands {

  /** The level of Redis whose commands these are, which clients look for. */
  static final String VERSION = "7.2.0";

  private static final String NO_PASSWORD =
      "ERR AUTH <password> called without any password configured for the default user."
          + " Are you sure your configuration is correct?";
  private static final String WRONG_PASSWORD =
      "WRONGPASS invalid username-password pair or user is disabled.";
  private static final String DEFAULT_USER = "default";

  private final CommandTable commands;

  ServerCommands(CommandTable commands) {
    this.commands = commands;
  }

  void add() {
    commands.reads("ping", -1, Keys.NONE, ServerCommands::ping);
    commands.reads("echo", 2, Keys.NONE, call -> new Reply.Bulk(call.bytes(1)));
    commands.reads("hello", -1, Keys.NONE, ServerCommands::hello);
    commands.reads("auth", -2, Keys.NONE, ServerCommands::authenticate);
    commands.reads("select", 2, Keys.NONE, ServerCommands::select);
    commands.reads("quit", -1, Keys.NONE, ServerCommands::quit);
    commands.reads("reset", 1, Keys.NONE, ServerCommands::reset);
    commands.reads("client", -2, Keys.NONE, ServerCommands::client);
    commands.reads("config", -2, Keys.NONE, ServerCommands::config);
    commands.reads("info", -1, Keys.NONE, ServerCommands::info);
    commands.reads("command", -1, Keys.NONE, this::command);
  }

  private static Reply ping(Call call) {
    if (call.size() > 2) {
      throw call.wrongNumber();
    }
    return call.size() == 2 ? new Reply.Bulk(call.bytes(1)) : new Reply.Status("PONG");
  }

  private static Reply hello(Call call) {
    Session session = call.session();
    int protocol = session.protocol;
    String name = session.name;
    if (call.size() > 1) {
      Long wanted = Numbers.integer(call.text(1));
      if (wanted == null) {
        throw new RespError("ERR Protocol version is not an integer or out of range");
      }
      if (wanted != 2 && wanted != 3) {
        throw new RespError("NOPROTO unsupported protocol version");
      }
      protocol = wanted.intValue();
    }
    for (int i = 2; i < call.size(); i++) {
      if (call.option(i).equals("AUTH") && i + 2 < call.size()) {
        requireDefault(call.text(i + 1));
        i += 2;
      } else if (call.option(i).equals("SETNAME") && i + 1 < call.size()) {
        name = clientName(call, ++i);
      } else {
        throw new RespError("ERR Syntax error in HELLO option '" + call.text(i) + "'");
      }
    }
    session.protocol = protocol;
    session.name = name;
    return Reply.fields(
        "server",
        "redis",
        "version",
        VERSION,
        "proto",
        (long) protocol,
        "id",
        session.id,
        "mode",
        "standalone",
        "role",
        "master",
        "modules",
        new Reply.Items(List.of()));
  }

  /** There are no passwords, so that any is good for the one user that there is. */
  private static Reply authenticate(Call call) {
    switch (call.size()) {
      case 2 -> throw new RespError(NO_PASSWORD);
      case 3 -> requireDefault(call.text(1));
      default -> throw new RespError(RespError.SYNTAX);
    }
    return Reply.OK;
  }

  private static void requireDefault(String user) {
    if (!user.equals(DEFAULT_USER)) {
      throw new RespError(WRONG_PASSWORD);
    }
  }

  private static Reply select(Call call) {
    if (call.number(1) != 0) {
      throw new RespError("ERR DB index is out of range");
    }
    return Reply.OK;
  }

  private static Reply quit(Call call) {
    call.session().isOver = true;
    return Reply.OK;
  }

  private static Reply reset(Call call) {
    call.session().reset();
    return new Reply.Status("RESET");
  }

  private static Reply client(Call call) {
    Session session = call.session();
    String subcommand = call.option(1);
    int words =
        switch (subcommand) {
          case "ID", "GETNAME" -> 2;
          case "SETNAME" -> 3;
          case "SETINFO" -> 4;
          default -> throw unknownSubcommand(call);
        };
    if (call.size() != words) {
      throw RespError.wrongNumber("client|" + subcommand.toLowerCase(Locale.ROOT));
    }
    return switch (subcommand) {
      case "ID" -> new Reply.Count(session.id);
      case "GETNAME" -> session.name.isEmpty() ? Reply.NIL : Reply.bulk(session.name);
      case "SETNAME" -> {
        session.name = clientName(call, 2);
        yield Reply.OK;
      }
      default -> Reply.OK;
    };
  }

  private static RespError unknownSubcommand(Call call) {
    return new RespError(
        "ERR unknown subcommand '%s'. Try %s HELP."
            .formatted(call.text(1), call.name().toUpperCase(Locale.ROOT)));
  }

  private static String clientName(Call call, int place) {
    String name = call.text(place);
    if (!name.chars().allMatch(next -> next > ' ' && next <= '~')) {
      throw new RespError(
          "ERR Client names cannot contain spaces, newlines or special characters.");
    }
    return name;
  }

  /** What Redis would have to be told to behave as this does. */
  private static Reply config(Call call) {
    if (!call.option(1).equals("GET")) {
      throw unknownSubcommand(call);
    }
    if (call.size() < 3) {
      throw RespError.wrongNumber("config|get");
    }
    var settings = new TreeMap<String, String>();
    settings.put("appendfsync", "always");
    settings.put("appendonly", "yes");
    settings.put("databases", "1");
    settings.put("maxmemory", "0");
    settings.put("proto-max-bulk-len", Long.toString(call.limits().valueSize().toBytes()));
    settings.put("save", "");
    var found = new LinkedHashMap<String, Reply>();
    for (int i = 2; i < call.size(); i++) {
      var pattern =
          new Glob(call.text(i).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1));
      settings.forEach(
          (name, value) -> {
            if (pattern.matches(name.getBytes(StandardCharsets.ISO_8859_1))) {
              found.put(name, Reply.bulk(value));
            }
          });
    }
    return new Reply.Fields(found);
  }

  private static Reply info(Call call) {
    var all = new LinkedHashMap<String, Map<String, Object>>();
    var server = new LinkedHashMap<String, Object>();
    server.put("redis_version", VERSION);
    server.put("redis_mode", "standalone");
    server.put("server_name", "rondel");
    server.put("process_id", ProcessHandle.current().pid());
    server.put("uptime_in_seconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
    all.put("Server", server);
    all.put("Clients", Map.of("connected_clients", call.session().connections.getAsInt()));
    all.put("Replication", Map.of("role", "master"));
    var text = new StringBuilder();
    all.forEach(
        (section, values) -> {
          if (isAskedFor(section, call)) {
            text.append(text.isEmpty() ? "" : "\r\n").append("# ").append(section).append("\r\n");
            values.forEach(
                (name, value) -> text.append(name).append(':').append(value).append("\r\n"));
          }
        });
    return Reply.bulk(text.toString());
  }

  private static boolean isAskedFor(String section, Call call) {
    if (call.size() == 1) {
      return true;
    }
    for (int i = 1; i < call.size(); i++) {
      String wanted = call.option(i);
      if (wanted.equalsIgnoreCase(section)
          || List.of("ALL", "DEFAULT", "EVERYTHING").contains(wanted)) {
        return true;
      }
    }
    return false;
  }

  private Reply command(Call call) {
    if (call.size() == 1) {
      return new Reply.Items(commands.all().stream().map(Entry::described).toList());
    }
    return switch (call.option(1)) {
      case "COUNT" -> new Reply.Count(commands.all().size());
      case "LIST" ->
          new Reply.Items(commands.all().stream().map(Entry::name).map(Reply::bulk).toList());
      case "DOCS" -> new Reply.Fields(Map.of());
      case "INFO" -> {
        var found = new ArrayList<Reply>();
        for (int i = 2; i < call.size(); i++) {
          Entry entry = commands.find(call.text(i).toLowerCase(Locale.ROOT));
          found.add(entry == null ? Reply.NIL : entry.described());
        }
        yield new Reply.Items(found);
      }
      default -> throw unknownSubcommand(call);
    };
  }
}
