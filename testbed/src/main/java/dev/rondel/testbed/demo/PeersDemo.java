package dev.rondel.testbed.demo;

import dev.rondel.testbed.demo.Peers.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Document 002: nodes that are tables of their own, and join and leave, with nobody above them. */
final class PeersDemo {

  static final String TITLE = "a table whose nodes join and leave by themselves";

  private static final int KEYS = 100;

  private final Walk walk;
  private final Peers peers;

  /** What every key of the table should have. */
  private final List<String> keys =
      IntStream.rangeClosed(1, KEYS).mapToObj(i -> "key" + i).toList();

  PeersDemo(Walk walk, Peers peers) {
    this.walk = walk;
    this.peers = peers;
  }

  void walk() throws IOException, InterruptedException {
    var started = new ArrayList<Peer>();
    walk.step("a process is a table of one: java -jar storage-node.jar", () -> start(started));
    Peer first = started.getFirst();
    walk.step("PUT, GET and DELETE /db/key, as curl sends them", () -> pair(first));
    walk.step("/db: the keys that it is responsible for", () -> list(first));
    walk.step("a second process is a table of its own", () -> start(started));
    Peer second = started.getLast();
    walk.step("/dht/join: the two are one table", () -> join(first, second));
    walk.step("a third joins, by the other's address", () -> joinLater(started));
    walk.step(
        "/db: together they name each of 100 keys once, and share them", () -> share(started));
    Set<String> kept = new TreeSet<>();
    walk.step("/dht/leave: a table of one again, with its own keys", () -> leave(started, kept));
    walk.step(
        "it joins again: what changed is new, what was deleted stays so",
        () -> rejoin(started, kept));
    walk.step("the one that began the table leaves it", () -> leaveFirst(started));
    walk.step("/dht/leave of a table of one: nothing happens", () -> leaveAlone(first));
  }

  private String start(List<Peer> started) throws IOException, InterruptedException {
    Peer peer = peers.start();
    started.add(peer);
    isTableOf(peer, List.of(peer));
    return peer.name() + " at " + peer.address();
  }

  /** It names all of these, itself first. */
  private void isTableOf(Peer peer, List<Peer> members) throws IOException, InterruptedException {
    List<String> names = peers.lines(peer, "/dht/peers");
    Walk.check(
        names.size() == members.size()
            && names.getFirst().equals(peer.name())
            && new HashSet<>(names)
                .equals(new HashSet<>(members.stream().map(Peer::name).toList())),
        "/dht/peers of " + peer.name() + " are " + names);
  }

  private void areOneTable(List<Peer> members) throws IOException, InterruptedException {
    for (Peer peer : members) {
      isTableOf(peer, members);
    }
  }

  private String pair(Peer peer) throws IOException, InterruptedException {
    put(peer, "key", "value");
    reads(peer, "key", "value");
    peers.ask(peer, "DELETE", "/db/key", null);
    reads(peer, "key", "");
    peers.ask(peer, "DELETE", "/db/key", null);
    return "a missing key reads as empty, and may be deleted";
  }

  private void put(Peer peer, String key, String value) throws IOException, InterruptedException {
    peers.ask(peer, "PUT", "/db/" + key, value);
  }

  private void reads(Peer peer, String key, String value) throws IOException, InterruptedException {
    String found = peers.get(peer, "/db/" + key);
    Walk.check(
        found.equals(value),
        "%s reads '%s' at %s, not '%s'".formatted(key, found, peer.name(), value));
  }

  private String list(Peer peer) throws IOException, InterruptedException {
    put(peer, "key1", "value1");
    put(peer, "key2", "value2");
    List<String> listed = peers.lines(peer, "/db");
    Walk.check(new HashSet<>(listed).equals(Set.of("key1", "key2")), "/db names " + listed);
    return String.join(", ", listed);
  }

  private String join(Peer first, Peer second) throws IOException, InterruptedException {
    put(second, "key3", "value3");
    peers.ask(first, "POST", "/dht/join", second.line());
    areOneTable(List.of(first, second));
    for (Peer peer : List.of(first, second)) {
      reads(peer, "key1", "value1");
      reads(peer, "key2", "value2");
      reads(peer, "key3", "value3");
    }
    return "the keys of both are read from both";
  }

  private String joinLater(List<Peer> started) throws IOException, InterruptedException {
    start(started);
    String lines = started.get(0).line() + "\r\n" + started.get(1).line() + "\r\n";
    peers.ask(started.get(2), "PUT", "/dht/join", lines);
    areOneTable(started);
    return "three peers";
  }

  private String share(List<Peer> started) throws IOException, InterruptedException {
    for (int i = 0; i < keys.size(); i++) {
      put(started.get(i % started.size()), keys.get(i), "value" + (i + 1));
    }
    var sizes = new ArrayList<Integer>();
    var all = new ArrayList<String>();
    for (Peer peer : started) {
      List<String> own = peers.lines(peer, "/db");
      Walk.check(own.size() >= KEYS / 10, peer.name() + " has only " + own.size() + " keys");
      sizes.add(own.size());
      all.addAll(own);
    }
    Walk.check(
        all.size() == KEYS && new HashSet<>(all).equals(new HashSet<>(keys)),
        "/db of all name " + all.size() + " keys");
    return "shared as " + sizes;
  }

  private String leave(List<Peer> started, Set<String> kept)
      throws IOException, InterruptedException {
    Peer second = started.get(1);
    kept.addAll(peers.lines(second, "/db"));
    peers.get(second, "/dht/leave");
    areOneTable(List.of(started.get(0), started.get(2)));
    isTableOf(second, List.of(second));
    Walk.check(
        new TreeSet<>(peers.lines(second, "/db")).equals(kept), "it has other keys than before");
    for (int i = 0; i < keys.size(); i++) {
      reads(started.get(2 * (i % 2)), keys.get(i), "value" + (i + 1));
    }
    return "it keeps " + kept.size() + " keys; the others have all " + KEYS;
  }

  private String rejoin(List<Peer> started, Set<String> kept)
      throws IOException, InterruptedException {
    List<String> own = List.copyOf(kept);
    String changed = own.getFirst();
    String deleted = own.getLast();
    put(started.get(0), changed, "newer");
    peers.ask(started.get(2), "DELETE", "/db/" + deleted, null);
    put(started.get(1), "its-own", "while it was alone");
    peers.ask(started.get(1), "POST", "/dht/join", started.get(0).line());
    areOneTable(started);
    for (Peer peer : started) {
      reads(peer, changed, "newer");
      reads(peer, deleted, "");
      reads(peer, "its-own", "while it was alone");
    }
    return changed + " is the newer one, " + deleted + " is gone";
  }

  private String leaveFirst(List<Peer> started) throws IOException, InterruptedException {
    Peer first = started.get(0);
    List<Peer> others = started.subList(1, 3);
    peers.get(first, "/dht/leave");
    isTableOf(first, List.of(first));
    areOneTable(others);
    for (Peer peer : others) {
      reads(peer, "its-own", "while it was alone");
    }
    put(others.getFirst(), "afterwards", "written");
    reads(others.getLast(), "afterwards", "written");
    return "the others go on";
  }

  private String leaveAlone(Peer peer) throws IOException, InterruptedException {
    peers.get(peer, "/dht/leave");
    isTableOf(peer, List.of(peer));
    return "200";
  }
}
