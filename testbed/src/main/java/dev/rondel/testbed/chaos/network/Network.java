package dev.rondel.testbed.chaos.network;

import dev.rondel.testbed.chaos.network.Cut.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The cuts that are in force. Safe for all threads at once. */
public final class Network {

  private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
  private volatile List<Cut> cuts = List.of();

  /** Cuts, until {@link #heal} is called with the same. Cuts may overlap. */
  public synchronized void cut(Cut cut) {
    var more = new ArrayList<>(cuts);
    more.add(cut);
    cuts = List.copyOf(more);
    if (cut.treatment() == Treatment.RESET) {
      relays.forEach(relay -> relay.breakWhere(this));
    }
  }

  public synchronized void heal(Cut cut) {
    var fewer = new ArrayList<>(cuts);
    fewer.remove(cut);
    cuts = List.copyOf(fewer);
    notifyAll();
  }

  public synchronized void healAll() {
    cuts = List.of();
    notifyAll();
  }

  Treatment treatment(Party from, Party to) {
    var direction = new Direction(from, to);
    Treatment worst = Treatment.PASS;
    for (Cut cut : cuts) {
      if (cut.directions().contains(direction) && cut.treatment().compareTo(worst) > 0) {
        worst = cut.treatment();
      }
    }
    return worst;
  }

  /** Blocks while bytes are held back; what becomes of them then. */
  Treatment await(Party from, Party to) throws InterruptedException {
    if (cuts.isEmpty()) {
      return Treatment.PASS;
    }
    synchronized (this) {
      Treatment treatment = treatment(from, to);
      while (treatment == Treatment.STALL) {
        wait();
        treatment = treatment(from, to);
      }
      return treatment;
    }
  }

  void add(Relay relay) {
    relays.add(relay);
  }

  void remove(Relay relay) {
    relays.remove(relay);
  }
}
