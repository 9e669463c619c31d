package dev.rondel.testbed.sim;

import java.util.ArrayDeque;

/**
 * A process that can die, be paused, and has a clock of its own, which drifts. What it does is done
 * in events; a pause falls between two of them.
 */
abstract class Host {

  final World world;
  final String name;

  /** How much faster than the world's this host's clock runs. */
  private final double rate;

  private final long offset;
  private final ArrayDeque<Runnable> backlog = new ArrayDeque<>();
  private int life;
  private boolean running;
  private boolean paused;

  Host(World world, String name) {
    this.world = world;
    this.name = name;
    this.rate = 1 + world.clocks.between(-World.MOST_DRIFT, World.MOST_DRIFT);
    this.offset = world.clocks.between(0, 1_000 * Dice.SECONDS);
  }

  /** This host's monotonic clock. */
  final long nanos() {
    return offset + (long) (world.agenda.now() * rate);
  }

  final boolean isRunning() {
    return running;
  }

  final boolean isPaused() {
    return paused;
  }

  /** Runs something in this process later: never, where the process has died by then. */
  final void later(long nanos, Runnable action) {
    int mine = life;
    world.agenda.in(
        nanos,
        () -> {
          if (running && life == mine) {
            act(action);
          }
        });
  }

  /** Runs something in this process now, or when it is no longer paused. */
  final void act(Runnable action) {
    if (paused) {
      backlog.add(action);
    } else if (running) {
      action.run();
    }
  }

  final void every(long nanos, Runnable action) {
    later(
        nanos,
        () -> {
          action.run();
          every(nanos, action);
        });
  }

  final void start() {
    if (!running) {
      running = true;
      life++;
      world.trace.note("%s starts", name);
      onStart();
    }
  }

  /** Kill -9. */
  final void kill() {
    if (running) {
      running = false;
      paused = false;
      life++;
      backlog.clear();
      world.trace.note("%s is killed", name);
      onKill();
      world.network.died(this);
    }
  }

  final void pause() {
    if (running && !paused) {
      paused = true;
      world.trace.note("%s is paused", name);
    }
  }

  final void resume() {
    if (paused) {
      paused = false;
      world.trace.note("%s goes on", name);
      while (running && !paused && !backlog.isEmpty()) {
        backlog.remove().run();
      }
    }
  }

  abstract void onStart();

  abstract void onKill();

  @Override
  public String toString() {
    return name;
  }
}
