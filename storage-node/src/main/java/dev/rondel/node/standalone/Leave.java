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
  private static final String AGAIN = " Nothing is lost; repeat GET /dht/leave.";

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
    load(); // where it has left, and that broke off
    TableInfo mine = self.info();
    if (!mine.into().isEmpty()) {
      throw Problem.of(
          ErrorCode.MERGE_UNFINISHED, "Repeat POST /dht/join as before; leave when that is done.");
    }
    handover.requireSettled();
    self.stay();
    List<Peer> others =
        self.info().members().stream()
            .filter(member -> !member.name().equals(mine.node()))
            .toList();
    if (others.isEmpty()) {
      return;
    }
    if (self.state().hosts()) {
      handover.giveTo(firstThatAnswers(others));
    }
    TableState next = TableState.alone(self.state().number() + 1);
    Path before = self.own().directory();
    Directories.delete(next.directory(self.own().data()));
    CopyFile copy = CopyFile.in(next.directory(self.own().data()), mine.table());
    try {
      self.awaitRest(); // it may just have come back
      copy.write(pages -> self.access().forEachPage(ALL, true, pages));
      self.client().tell(self.host(), "/drain", Map.of("node", mine.node()));
      self.awaitRest();
    } catch (Problem broken) {
      throw broken.and(AGAIN);
    }

    self.freezeToLoad();
    try {
      self.node().move(() -> self.own().become(next));
    } catch (RuntimeException e) {
      log.error("this node cannot be a table of its own, and stays", e);
      self.node().thaw();
      throw Problem.of(ErrorCode.INTERNAL, e.getMessage() + "." + AGAIN);
    }
    load();
    Directories.delete(before);
    log.info("this node has left the table of {}", others.getFirst().name());
  }

  private String firstThatAnswers(List<Peer> others) {
    return others.stream()
        .filter(Peer::up)
        .map(Peer::address)
        .filter(this::answers)
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(
                    ErrorCode.PEER_FAILED,
                    "No other member answers: nobody could take the data." + AGAIN));
  }

  private boolean answers(String member) {
    try {
      return self.client().info(member).table().equals(self.state().table());
    } catch (Problem silent) {
      log.warn("the coordinator is not handed to {}: {}", member, silent.getMessage());
      return false;
    }
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
    self.freezeToLoad();
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
