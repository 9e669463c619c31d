package dev.rondel.shell;

import dev.rondel.ring.NodeId;
import dev.rondel.shell.cluster.ClusterState;
import dev.rondel.shell.cluster.Doors;
import dev.rondel.shell.cluster.OsProcess;
import dev.rondel.shell.cluster.ServerState;
import dev.rondel.shell.render.NodeShare;
import dev.rondel.shell.render.Paint;
import dev.rondel.shell.render.Table;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is: what this machine knows of its processes, beside what the cluster tells of
 * itself.
 *
 * @param local null for a cluster that does not run here
 * @param view null where nobody tells it
 * @param told what the coordinator tells beyond the view; null where it does not answer
 */
record StatusReport(
    @Nullable ClusterState local, @Nullable View view, @Nullable CoordinatorTold told) {

  private static final String NOTHING = "-";

  /** Every process runs, the coordinator answers, and no member is down. */
  boolean isWhole() {
    boolean isLocalWhole = local == null || local.servers().stream().allMatch(ServerState::isAlive);
    return isLocalWhole && told != null && view != null && downMembers(view).isEmpty();
  }

  private static List<Member> downMembers(View view) {
    return view.members().stream()
        .filter(member -> !member.up() && member.standing() != Member.Standing.OUT)
        .toList();
  }

  List<String> lines(Paint paint) {
    List<String> lines = new ArrayList<>();
    lines.add(coordinatorLine(paint));
    if (view != null) {
      lines.add("ring         " + ringLine(view, told, paint));
      unavailable(view).ifPresent(what -> lines.add("             " + paint.bad(what)));
    }
    lines.add("");
    var table =
        new Table(
            "NODE", ">PORT", ">PID", "UP", "STANDING", ">SHARE", ">RANGES", ">PAIRS", ">MEMORY");
    for (String id : ids()) {
      row(table, id, paint);
    }
    lines.addAll(table.lines(paint));
    return lines;
  }

  private String coordinatorLine(Paint paint) {
    String answers = told == null ? paint.bad("does not answer") : paint.good("up");
    if (local == null) {
      return "coordinator  " + answers;
    }
    ServerState coordinator = local.coordinator();
    String process =
        coordinator.isAlive()
            ? "pid " + pid(coordinator) + ", " + memory(coordinator)
            : paint.bad("not running");
    return "coordinator  " + coordinator.url() + "  " + process + ", " + answers;
  }

  /**
   * The ring in a line, and what moves.
   *
   * @param told null where the coordinator does not answer
   */
  static String ringLine(View view, @Nullable CoordinatorTold told, Paint paint) {
    long copying = view.ranges().stream().filter(range -> !range.learners().isEmpty()).count();
    long closed = view.ranges().stream().filter(range -> !range.isSettled()).count();
    long lacking = view.ranges().stream().filter(range -> lacks(view, range)).count();
    List<String> notes = new ArrayList<>();
    if (copying > 0) {
      notes.add(
          paint.busy(copying + " ranges are being copied" + (told == null ? "" : told.movement())));
    }
    if (closed > 0) {
      notes.add(paint.busy(closed + " being opened"));
    }
    if (lacking > 0) {
      notes.add(paint.bad(lacking + " short of replicas"));
    }
    return "epoch %s, %d ranges, %d copies, %s"
        .formatted(
            view.epoch(),
            view.ranges().size(),
            view.replicationFactor(),
            notes.isEmpty() ? paint.good("nothing moves") : String.join(", ", notes));
  }

  /** Fewer members that live than copies are wanted. */
  private static boolean lacks(View view, Range range) {
    long living = range.chain().stream().filter(id -> isUp(view, id)).count();
    return living < view.replicationFactor();
  }

  /** What nobody can serve now, who has it, and what to do about it. */
  private static Optional<String> unavailable(View view) {
    List<Range> dark =
        view.ranges().stream()
            .filter(range -> range.chain().stream().noneMatch(id -> isUp(view, id)))
            .toList();
    String holders =
        dark.stream()
            .flatMap(range -> range.chain().stream())
            .map(NodeId::value)
            .distinct()
            .sorted()
            .collect(Collectors.joining(" "));
    return dark.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d ranges unavailable: start %s, or give them up (rondel accept-loss --help)"
                .formatted(dark.size(), holders));
  }

  private static boolean isUp(View view, NodeId id) {
    return view.member(id).map(Member::up).orElse(false);
  }

  /** Nodes of this machine and of the ring; those that have left for good are not worth a line. */
  private TreeSet<String> ids() {
    var ids = new TreeSet<String>();
    if (local != null) {
      local.nodes().forEach(node -> ids.add(node.name()));
    }
    if (view != null) {
      view.members().stream()
          .filter(member -> member.up() || member.standing() != Member.Standing.OUT)
          .forEach(member -> ids.add(member.id().value()));
    }
    return ids;
  }

  private Optional<ServerState> server(String id) {
    return local == null ? Optional.empty() : local.server(id);
  }

  private Optional<Member> member(String id) {
    return view == null ? Optional.empty() : view.member(NodeId.of(id));
  }

  private Optional<NodeShare> share(String id) {
    return view == null
        ? Optional.empty()
        : NodeShare.of(view).stream().filter(share -> share.id().value().equals(id)).findFirst();
  }

  private void row(Table table, String id, Paint paint) {
    Optional<ServerState> server = server(id);
    Optional<Member> member = member(id);
    String port =
        server
            .map(here -> Integer.toString(here.port()))
            .or(() -> member.map(StatusReport::port))
            .orElse(NOTHING);
    table.row(
        id,
        port,
        server.map(StatusReport::pid).orElse(NOTHING),
        isUp(server, member) ? paint.good("up") : paint.bad("down"),
        member.map(it -> it.standing().name().toLowerCase(Locale.ROOT)).orElse(NOTHING),
        share(id).map(it -> String.format(Locale.ROOT, "%.1f %%", it.head() * 100)).orElse(NOTHING),
        share(id)
            .map(it -> it.ranges() + (it.learning() > 0 ? "+" + it.learning() : ""))
            .orElse(NOTHING),
        told == null ? NOTHING : told.pairs(id).map(pairs -> Long.toString(pairs)).orElse(NOTHING),
        server.map(StatusReport::memory).orElse(NOTHING));
  }

  private static boolean isUp(Optional<ServerState> server, Optional<Member> member) {
    return server.map(ServerState::isAlive).orElse(true) && member.map(Member::up).orElse(true);
  }

  private static String port(Member member) {
    return member.httpAddress().substring(member.httpAddress().lastIndexOf(':') + 1);
  }

  private static String pid(ServerState server) {
    OsProcess process = server.process();
    return process != null && process.isAlive() ? Long.toString(process.pid()) : NOTHING;
  }

  private static String memory(ServerState server) {
    return resident(server).map(bytes -> (bytes >> 20) + " MB").orElse(NOTHING);
  }

  private static Optional<Long> resident(ServerState server) {
    OsProcess process = server.process();
    return process == null ? Optional.empty() : process.residentBytes();
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("whole", isWhole());
    if (local != null) {
      json.put("coordinator", localJson(local.coordinator()));
    }
    json.put("coordinatorAnswers", told != null);
    if (view != null) {
      json.put("epoch", view.epoch().value());
      json.put("replicationFactor", view.replicationFactor());
      json.put("ranges", view.ranges().size());
      json.put(
          "copying", view.ranges().stream().filter(range -> !range.learners().isEmpty()).count());
    }
    json.put("nodes", ids().stream().map(this::nodeJson).toList());
    if (told != null) {
      json.put("redistribution", told.redistribution());
    }
    return json;
  }

  private Map<String, Object> nodeJson(String id) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    server(id).ifPresent(server -> json.putAll(localJson(server)));
    json.put("up", isUp(server(id), member(id)));
    member(id).ifPresent(member -> json.put("standing", member.standing().name()));
    share(id)
        .ifPresent(
            share -> {
              json.put("share", share.head());
              json.put("ranges", share.ranges());
              json.put("learning", share.learning());
            });
    if (told != null) {
      told.pairs(id).ifPresent(pairs -> json.put("pairs", pairs));
    }
    return json;
  }

  /** What this machine knows of a whole cluster. */
  static Map<String, Object> localJson(ClusterState cluster) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("coordinator", localJson(cluster.coordinator()));
    json.put("nodes", cluster.nodes().stream().map(StatusReport::localJson).toList());
    return json;
  }

  /** What this machine knows of one process. */
  static Map<String, Object> localJson(ServerState server) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", server.name());
    json.put("url", server.url());
    json.put("port", server.port());
    json.put("up", server.isAlive());
    Doors doors = server.doors();
    if (doors != null && doors.memcached() != null) {
      json.put("memcachedPort", doors.memcached());
    }
    if (doors != null && doors.redis() != null) {
      json.put("redisPort", doors.redis());
    }
    OsProcess process = server.process();
    if (process != null && process.isAlive()) {
      json.put("pid", process.pid());
    }
    resident(server).ifPresent(bytes -> json.put("residentBytes", bytes));
    return json;
  }
}
