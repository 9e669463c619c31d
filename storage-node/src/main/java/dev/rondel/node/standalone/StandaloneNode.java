package dev.rondel.node.standalone;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.runtime.TableNode;
import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** This node as a member of its table: what others may ask of it, one step at a time. */
final class StandaloneNode {

  private static final String MERGING =
      "This table is being merged into another one, and takes no writes until it is. If that broke"
          + " off, repeat POST /dht/join as before: it goes on where it was.";
  private static final String LOADING = "The copies of this node are being written down.";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 20;

  private final Standalone standalone;
  private final TableNode node;
  private final TableClient client;
  private final TableAccess access;

  /** Held by who changes the table of this node by joining or leaving. */
  private final ReentrantLock changing = new ReentrantLock();

  StandaloneNode(
      Standalone standalone, TableNode node, NodeProperties properties, TableClient client) {
    this.standalone = standalone;
    this.node = node;
    this.client = client;
    this.access = new TableAccess(node::table, properties.requests().timeout());
    if (standalone.isSo()) {
      if (own().state().isMerging()) {
        node.freeze(MERGING);
      } else if (CopyFile.find(own().directory()).isPresent()) {
        node.freeze(LOADING);
      }
    }
  }

  OwnTable own() {
    return standalone.own();
  }

  TableState state() {
    return own().state();
  }

  NodeId id() {
    return node.id();
  }

  String address() {
    return node.address();
  }

  TableNode node() {
    return node;
  }

  TableClient client() {
    return client;
  }

  TableAccess access() {
    return access;
  }

  /** Where the member is reached that runs the coordinator. */
  String host() {
    return state().hosts() ? address() : state().host();
  }

  // ---- what it tells ----------------------------------------------------------------------------

  TableInfo info() {
    TableState state = state();
    return new TableInfo(
        id().value(),
        state.table(),
        own().coordinatorAddress(),
        host(),
        own().coordinator() != null,
        state.into(),
        node.pairs(),
        members(node.table().view()));
  }

  static List<TableInfo.Peer> members(View view) {
    return view.members().stream()
        .filter(member -> member.standing() != Member.Standing.OUT)
        .map(member -> new TableInfo.Peer(member.id().value(), member.httpAddress(), member.up()))
        .toList();
  }

  /** Where the other members are reached; as of the last life where this one has no view yet. */
  List<String> otherAddresses() {
    List<TableInfo.Peer> members = members(node.table().view());
    return members.isEmpty()
        ? state().peers()
        : members.stream()
            .filter(member -> !member.name().equals(id().value()))
            .map(TableInfo.Peer::address)
            .toList();
  }

  Lineage lineage() {
    awaitMembership(); // without a view it would find no notes
    return access.lineage(state().table());
  }

  // ---- what is asked of it ----------------------------------------------------------------------

  /** Only one at a time joins or leaves. What the node finishes by itself is short, so it waits. */
  void alone(Runnable change) {
    try {
      if (!changing.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Problem.of(ErrorCode.TABLE_BUSY, "Wait until that is done.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(ErrorCode.PEER_FAILED, "This node is stopping.");
    }
    try {
      change.run();
    } finally {
      changing.unlock();
    }
  }

  /** Takes no writes while the copies are written down that this node has of the table it left. */
  void freezeToLoad() {
    node.freeze(LOADING);
  }

  /** Takes no more writes, also after a restart, until this node is of the other table. */
  void freeze(String into) {
    own().change(state -> state.mergingInto(into));
    node.freeze(MERGING);
  }

  void thaw() {
    own().change(state -> state.mergingInto(""));
    node.thaw();
  }

  /**
   * Becomes a member of the table into which this one was moved; blocks until it is.
   *
   * @param contact any member of the other table
   */
  synchronized void adopt(String table, String contact) {
    TableInfo other = client.info(contact);
    if (!other.table().equals(table)) {
      throw Problem.of(ErrorCode.MERGE_UNFINISHED, contact + " is of another table meanwhile.");
    }
    if (!other.into().isEmpty()) {
      throw Problem.of(
          ErrorCode.MERGE_UNFINISHED, contact + " is being merged into another table itself.");
    }
    if (!state().table().equals(table)) {
      if (!state().isMerging()) {
        throw Problem.of(
            ErrorCode.MERGE_UNFINISHED, id() + " has taken writes meanwhile: begin anew.");
      }
      Path before = own().directory();
      TableState next =
          TableState.member(table, state().number() + 1, other.coordinator(), other.host());
      node.move(
          () -> {
            Directories.delete(next.directory(own().data()));
            return own().become(next);
          });
      node.thaw();
      Directories.delete(before);
    }
    client.tell(other.host(), "/admit", Map.of("node", id().value()));
    awaitMembership();
  }

  /** Has no part in the ring of its table, though it is of it. */
  boolean isOut() {
    return standing(node.table().view()).filter(Member.Standing.OUT::equals).isPresent();
  }

  /** Comes back into the ring, where it was taken out of it and has not gone; blocks until then. */
  void stay() {
    awaitView();
    if (isOut()) {
      client.tell(host(), "/admit", Map.of("node", id().value()));
    }
    awaitMembership();
  }

  /** Blocks until the data of the table is where it belongs. */
  void awaitRest() {
    client.tell(host(), "/rest", Map.of());
  }

  /** Blocks until this node has a view of its table in which it takes part. */
  void awaitMembership() {
    await(this::takesPart);
  }

  /** Blocks until this node has a view of its table. */
  void awaitView() {
    await(view -> !view.ranges().isEmpty());
  }

  private void await(Predicate<View> condition) {
    Gateway table = node.table();
    long until = System.nanoTime() + SOON.toNanos();
    while (!condition.test(table.view())) {
      if (System.nanoTime() - until > 0) {
        throw Problem.of(
            ErrorCode.PEER_FAILED,
            "The coordinator at %s does not take %s in."
                .formatted(own().coordinatorAddress(), id()));
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Problem.of(ErrorCode.PEER_FAILED, "This node is stopping.");
      }
    }
  }

  private boolean takesPart(View view) {
    return !view.ranges().isEmpty()
        && standing(view).filter(Member.Standing.IN::equals).isPresent();
  }

  private Optional<Member.Standing> standing(View view) {
    return view.member(id()).map(Member::standing);
  }

  /**
   * The coordinator, which this node runs.
   *
   * @throws Problem where another member does
   */
  EmbeddedCoordinator coordinator() {
    EmbeddedCoordinator running = own().coordinator();
    if (running == null && !state().handingTo().isEmpty()) {
      throw Problem.of(
          ErrorCode.PEER_FAILED,
          "It is not known whether %s has taken the coordinator from %s; that is asked until it answers."
              .formatted(state().handingTo(), id()));
    }
    if (running == null) {
      throw Problem.of(
          ErrorCode.PEER_FAILED, id() + " does not run the coordinator; " + host() + " does.");
    }
    return running;
  }
}
