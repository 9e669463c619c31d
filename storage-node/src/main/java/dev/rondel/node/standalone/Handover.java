package dev.rondel.node.standalone;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import dev.rondel.proto.ViewProto;
import dev.rondel.view.View;
import dev.rondel.wire.Wire;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The coordinator goes from one member to another. Who has it stops it, and writes down to whom it
 * is handed, before the other one begins: there are never two. Where no answer comes, the other is
 * asked until it says whether it has it.
 */
final class Handover {

  private static final Logger log = LoggerFactory.getLogger(Handover.class);

  private final StandaloneNode self;

  /** Handovers that this node has said it knows nothing of: it takes them no more. */
  private final Set<String> refused = new HashSet<>();

  Handover(StandaloneNode self) {
    this.self = self;
  }

  /** Gives it to another member; blocks until all others know. */
  synchronized void giveTo(String member) {
    EmbeddedCoordinator running = self.coordinator();
    String handover = UUID.randomUUID().toString();
    List<String> members = self.otherAddresses(); // whom to ask, should all of this break off
    self.own().change(state -> state.withPeers(members).handingTo(member, handover));
    self.own().end();
    try {
      self.client()
          .send(
              member,
              "/coordinator/take?table=%s&handover=%s".formatted(self.state().table(), handover),
              "application/octet-stream",
              Wire.toProto(running.view()).toByteArray());
    } catch (Problem unclear) {
      log.warn("{} may have taken the coordinator, or not: {}", member, unclear.getMessage());
    }
    requireSettled();
    if (self.state().hosts()) {
      throw Problem.of(
          ErrorCode.PEER_FAILED,
          member
              + " has not taken the coordinator, so this node has it still; repeat GET"
              + " /dht/leave.");
    }
    for (String other : self.otherAddresses()) {
      if (!other.equals(member)) {
        tell(other);
      }
    }
  }

  /** Who is not reached asks around by itself, see {@link Watch}. */
  private void tell(String other) {
    try {
      self.client()
          .tell(
              other,
              "/coordinator",
              Map.of(
                  "table",
                  self.state().table(),
                  "coordinator",
                  self.state().coordinator(),
                  "host",
                  self.state().host()));
    } catch (Problem silent) {
      log.warn("{} does not know yet who has the coordinator: {}", other, silent.getMessage());
    }
  }

  /**
   * Returns when it is certain who has it.
   *
   * @throws Problem where it is not
   */
  void requireSettled() {
    if (!settle()) {
      throw Problem.of(
          ErrorCode.PEER_FAILED,
          "It is not known whether %s has taken the coordinator; that is asked until it answers. Then repeat GET /dht/leave."
              .formatted(self.state().handingTo()));
    }
  }

  /** Asks who has it, where that is not certain; false where there is no answer. */
  synchronized boolean settle() {
    String member = self.state().handingTo();
    if (member.isEmpty()) {
      return true;
    }
    TableInfo told;
    try {
      told = self.client().hasTaken(member, self.state().handover());
    } catch (Problem silent) {
      return false;
    }
    if (!told.table().equals(self.state().table())) {
      return find(); // it has left since, and may have had it, and passed it on
    }
    boolean hasTaken = told.hosts() || !told.host().equals(self.address()); // or has passed it on
    if (hasTaken) {
      self.own().change(state -> state.hostedBy(told.coordinator(), told.host()));
    } else {
      self.own().change(TableState::hosting);
      self.own().begin(null);
    }
    self.node().redirect(self.own().coordinatorAddress());
    return true;
  }

  /** Asks the other members who has it; false where nobody says so. */
  synchronized boolean find() {
    return self.own().coordinator() != null
        || self.otherAddresses().stream().anyMatch(this::findAt);
  }

  private boolean findAt(String member) {
    try {
      TableInfo told = self.client().info(member);
      if (!told.hosts() || !told.table().equals(self.state().table())) {
        return false;
      }
      follow(told.coordinator(), told.host());
      return true;
    } catch (Problem silent) {
      log.debug("{} does not answer", member, silent);
      return false;
    }
  }

  /** Takes it from the member that had it, with the ring as that had it. */
  synchronized void take(String table, String handover, byte[] ring) {
    requireTable(table);
    if (refused.contains(handover)) {
      throw Problem.of(ErrorCode.PEER_FAILED, "This comes too late.");
    }
    if (self.state().hosts()) {
      return;
    }
    self.own().begin(view(ring));
    self.own().change(TableState::hosting);
    self.node().redirect(self.own().coordinatorAddress());
    log.info("this node runs the coordinator now");
  }

  /** Whoever asks has its answer for good: what has not come by now is not taken any more. */
  synchronized TableInfo hasTaken(String handover) {
    if (!self.state().hosts()) {
      refused.add(handover);
    }
    return self.info();
  }

  private static View view(byte[] ring) {
    try {
      return Wire.fromProto(ViewProto.parseFrom(ring));
    } catch (InvalidProtocolBufferException | IllegalArgumentException nonsense) {
      throw Problem.of(ErrorCode.BAD_BODY, "This is no ring.");
    }
  }

  /** Hears that another member has it. */
  synchronized void hear(String table, String coordinator, String host) {
    requireTable(table);
    if (!self.state().hosts()) {
      follow(coordinator, host);
    }
  }

  private void follow(String coordinator, String host) {
    self.own().change(state -> state.hostedBy(coordinator, host));
    self.node().redirect(coordinator);
  }

  private void requireTable(String table) {
    if (!table.equals(self.state().table())) {
      throw Problem.of(ErrorCode.PEER_FAILED, self.id() + " is of another table.");
    }
  }
}
