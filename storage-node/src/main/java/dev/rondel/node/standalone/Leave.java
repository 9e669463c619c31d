package dev.rondel.node.standalone;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.standalone.TableInfo.Peer;
import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import dev.rondel.pair.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node leaves its table, and is a table of one again: with a copy of exactly the keys that it was
 * head of, and a note of what each was when they parted, so that it can come back.
 */
final class Leave {

  private static final Logger log = LoggerFactory.getLogger(Leave.class);
  private static final byte[] ALL = {};
  private static final String LOADING = "The copies of this node are being written down.";

  private final StandaloneNode self;
  private final Handover handover;

  Leave(StandaloneNode self, Handover handover) {
    this.self = self;
    this.handover = handover;
  }

  /** Blocks until the rest of the table is stable, and this node a table of its own. */
  void now() {
    self.own();
    self.alone(this::leave);
  }

  private void leave() {
    TableInfo mine = self.info();
    if (!mine.into().isEmpty()) {
      throw Problem.of(
          ErrorCode.MERGE_UNFINISHED, "Repeat POST /dht/join as before; leave when that is done.");
    }
    List<Peer> others =
        mine.members().stream().filter(member -> !member.name().equals(mine.node())).toList();
    if (others.isEmpty()) {
      return;
    }
    if (mine.hosts()) {
      handover.giveTo(firstUp(others));
    }
    TableState next = TableState.alone(self.state().number() + 1);
    Path before = self.own().directory();
    Directories.delete(next.directory(self.own().data()));
    CopyFile copy = CopyFile.in(next.directory(self.own().data()), mine.table());
    copy.write(pages -> self.access().forEachPage(ALL, true, pages));

    self.client().tell(self.host(), "/drain", Map.of("node", mine.node()));
    self.client().tell(self.host(), "/rest", Map.of());

    self.node().freeze(LOADING);
    self.node().move(() -> self.own().become(next));
    load();
    Directories.delete(before);
    log.info("this node has left the table of {}", others.getFirst().name());
  }

  private static String firstUp(List<Peer> others) {
    return others.stream()
        .filter(Peer::up)
        .map(Peer::address)
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(
                    ErrorCode.PEER_FAILED, "No other member is up: nobody could take the data."));
  }

  /** After a start in the middle of it. */
  void finish() {
    if (CopyFile.find(self.own().directory()).isPresent()) {
      self.alone(this::load);
    }
  }

  /** Puts the copies into the table of one. */
  private void load() {
    CopyFile copy = CopyFile.find(self.own().directory()).orElse(null);
    if (copy == null) {
      return;
    }
    self.node().freeze(LOADING);
    self.awaitMembership();
    self.access().mark(TableKeys.partedFrom(copy.table()));
    copy.read(pairs -> load(copy.table(), pairs));
    copy.delete();
    self.node().thaw();
  }

  private void load(String from, List<Pair> pairs) {
    List<Callable<Boolean>> work = new ArrayList<>();
    for (Pair pair : pairs) {
      work.add(
          () -> {
            self.access()
                .putIf(
                    pair.key(),
                    Objects.requireNonNull(pair.value()),
                    pair.expiresAt(),
                    new Condition.IfAbsent());
            self.access().mark(TableKeys.base(from, pair.key()), TableKeys.digest(pair));
            return true;
          });
    }
    TableAccess.together(work);
  }
}
