package dev.rondel.node.standalone;

import dev.rondel.node.standalone.PeerLines.Line;
import dev.rondel.node.standalone.TableInfo.Peer;
import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import dev.rondel.proto.TransferProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two tables become one: the smaller one moves into the other, by one of its own members.
 *
 * <p>In this order: the members of the smaller table take no more writes; all its pairs are written
 * into the other one; its members become members of that, the one who moves it last. Until the
 * first pair is sent everything can be taken back. From then on it goes forward only: where it
 * breaks off the smaller table can be read, and joining again goes on.
 */
final class Merge {

  private static final Logger log = LoggerFactory.getLogger(Merge.class);
  private static final String PAIRS = "/pairs";
  private static final String GO_ON =
      " No pair is lost. The table that moves may take no writes now: repeat POST /dht/join when"
          + " everybody answers, and it goes on where it was.";

  private final StandaloneNode self;

  Merge(StandaloneNode self) {
    this.self = self;
  }

  /** Joins the tables of these peers with this one, one after the other. */
  void join(List<Line> peers) {
    self.own();
    self.alone(
        () -> {
          if (!self.state().isMerging()) {
            self.awaitView(); // one that is merging may have lost its coordinator already
          }
          peers.forEach(this::check);
          peers.forEach(peer -> join(peer.address()));
        });
  }

  /** Before anything is done, for all lines. */
  private void check(Line peer) {
    TableInfo theirs = self.client().info(peer.address());
    if (!theirs.node().equals(peer.name().value())) {
      throw Problem.of(
          ErrorCode.OTHER_PEER,
          "The node at %s is called %s, not %s."
              .formatted(peer.address(), theirs.node(), peer.name()));
    }
    if (theirs.members().isEmpty()) {
      throw Problem.of(ErrorCode.PEER_FAILED, theirs.node() + " is not ready yet.");
    }
    TableInfo mine = self.info();
    if (theirs.node().equals(mine.node()) && theirs.table().equals(mine.table())) {
      throw Problem.of(
          ErrorCode.BAD_BODY,
          "%s at %s is this node itself.".formatted(peer.name(), peer.address()));
    }
    checkNames(mine, theirs);
  }

  private static void checkNames(TableInfo mine, TableInfo theirs) {
    if (mine.table().equals(theirs.table())) {
      return;
    }
    for (Peer member : mine.members()) {
      Peer namesake = theirs.member(member.name()).orElse(null);
      if (namesake != null && !namesake.address().equals(member.address())) {
        throw Problem.of(
            ErrorCode.NAME_TAKEN,
            "Both tables have a node %s: at %s, and at %s. Start one of them under another name."
                .formatted(member.name(), member.address(), namesake.address()));
      }
    }
  }

  private void join(String peer) {
    TableInfo mine = self.info();
    TableInfo theirs = self.client().info(peer);
    if (mine.table().equals(theirs.table())) {
      self.stay();
      self.awaitRest();
      return;
    }
    boolean goes;
    if (!mine.into().isEmpty() || !theirs.into().isEmpty()) {
      goes = !mine.into().isEmpty();
    } else {
      goes = self.lineage().goesInto(self.client().lineage(peer), mine, theirs);
    }
    if (goes) {
      moveInto(peer);
    } else {
      try {
        self.client().tell(peer, "/move", Map.of("contact", self.address()));
      } catch (Problem problem) {
        throw problem.code() == ErrorCode.PEER_SILENT ? problem.and(GO_ON) : problem;
      }
    }
  }

  /** Moves the table of this node into that of the contact. */
  void move(String contact) {
    self.alone(() -> moveInto(contact));
  }

  private void moveInto(String contact) {
    TableInfo mine = self.info();
    TableInfo theirs = self.client().info(contact);
    if (mine.table().equals(theirs.table())) {
      return;
    }
    checkNames(mine, theirs);
    if (!theirs.into().isEmpty()) {
      throw Problem.of(
          ErrorCode.MERGE_UNFINISHED,
          "The table of %s is being merged into another one; finish that first."
              .formatted(theirs.node()));
    }
    Lineage lineage = self.client().lineage(contact);
    List<Other> others = others(mine, theirs, lineage);
    List<Other> stay =
        others.stream().filter(other -> other.info().table().equals(mine.table())).toList();
    boolean isAllToDo =
        stay.size() == others.size(); // else every pair is there: nobody goes before
    log.info("the table of {} moves into that of {}", mine.node(), theirs.node());
    if (isAllToDo) {
      self.awaitMembership(); // without a view it would find nothing to send
      freezeAll(stay, theirs.table(), !mine.into().isEmpty());
    }
    try {
      if (isAllToDo) {
        transfer(contact, lineage);
      }
      adoptAll(others, theirs.table(), contact);
    } catch (Problem broken) {
      throw broken.and(GO_ON);
    }
  }

  /** Those who have gone before too: they may not be in the ring yet. */
  private void adoptAll(List<Other> others, String table, String contact) {
    for (Other other : others) {
      self.client().tell(other.address(), "/adopt", Map.of("table", table, "contact", contact));
    }
    self.adopt(table, contact);
    self.awaitRest();
  }

  /** Another member of this node's table, and what it says of itself now. */
  private record Other(String address, TableInfo info) {}

  /** All of them, also those that are of the other table already; each has to answer. */
  private List<Other> others(TableInfo mine, TableInfo theirs, Lineage lineage) {
    List<Other> others = self.otherAddresses().stream().map(this::member).toList();
    checkInto(mine, theirs, lineage);
    for (Other other : others) {
      checkInto(other.info(), theirs, lineage);
      String table = other.info().table();
      if (!table.equals(mine.table()) && !table.equals(theirs.table())) {
        throw Problem.of(
            ErrorCode.PEER_FAILED,
            "%s at %s is of a third table.".formatted(other.info().node(), other.address()));
      }
    }
    return others;
  }

  private Other member(String address) {
    try {
      return new Other(address, self.client().info(address));
    } catch (Problem silent) {
      throw Problem.of(
          ErrorCode.PEER_FAILED,
          "A table moves with all its members, and of %s's %s Nothing was changed; start that member again."
              .formatted(self.id(), silent.detail()));
    }
  }

  private static void checkInto(TableInfo member, TableInfo theirs, Lineage lineage) {
    if (!member.into().isEmpty() && !lineage.tables().contains(member.into())) {
      throw Problem.of(
          ErrorCode.MERGE_UNFINISHED,
          "The table of %s is being merged into another one than that of %s; finish that first."
              .formatted(member.node(), theirs.node()));
    }
  }

  private void freezeAll(List<Other> others, String into, boolean hasBegun) {
    var frozen = new ArrayList<String>();
    try {
      for (Other other : others) {
        frozen.add(other.address()); // its answer may be all that is lost
        self.client().tell(other.address(), "/freeze", Map.of("into", into));
      }
      self.freeze(into);
    } catch (RuntimeException e) {
      if (!hasBegun) {
        thaw(frozen);
      }
      throw e;
    }
  }

  private void thaw(List<String> members) {
    for (String member : members) {
      try {
        self.client().tell(member, "/thaw", Map.of());
      } catch (Problem silent) {
        log.warn("{} takes no writes until the merge is repeated: {}", member, silent.getMessage());
      }
    }
  }

  private void transfer(String contact, Lineage theirs) {
    var transfer = new Transfer(self.access(), batch -> send(contact, batch));
    transfer.run(self.state().table(), self.lineage().shared(theirs));
  }

  private void send(String contact, TransferProto batch) {
    self.client().send(contact, PAIRS, "application/octet-stream", batch.toByteArray());
  }
}
