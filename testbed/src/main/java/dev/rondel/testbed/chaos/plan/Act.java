package dev.rondel.testbed.chaos.plan;

import dev.rondel.ring.NodeId;
import dev.rondel.testbed.chaos.network.Cut;
import java.time.Duration;
import java.util.Locale;

/** One thing that is done to the cluster. Its duration is how long it lasts until it is undone. */
public sealed interface Act {

  Fault fault();

  Duration duration();

  record Kill(NodeId node, Duration duration) implements Act {
    @Override
    public Fault fault() {
      return Fault.KILL;
    }

    @Override
    public String toString() {
      return "kill -9 %s, back after %s".formatted(node, seconds(duration));
    }
  }

  record Pause(NodeId node, Duration duration) implements Act {
    @Override
    public Fault fault() {
      return Fault.PAUSE;
    }

    @Override
    public String toString() {
      return "pause %s for %s".formatted(node, seconds(duration));
    }
  }

  /**
   * @param what which cut it is, for people
   */
  record CutNetwork(String what, Cut cut, Duration duration) implements Act {
    @Override
    public Fault fault() {
      return Fault.CUT;
    }

    @Override
    public String toString() {
      return "cut %s (%s) for %s"
          .formatted(what, cut.treatment().name().toLowerCase(Locale.ROOT), seconds(duration));
    }
  }

  record FillDisk(NodeId node, Duration duration) implements Act {
    @Override
    public Fault fault() {
      return Fault.DISK;
    }

    @Override
    public String toString() {
      return "fill the disk of %s for %s".formatted(node, seconds(duration));
    }
  }

  record KillCoordinator(Duration duration) implements Act {
    @Override
    public Fault fault() {
      return Fault.COORDINATOR;
    }

    @Override
    public String toString() {
      return "kill -9 the coordinator, back after " + seconds(duration);
    }
  }

  record PauseCoordinator(Duration duration) implements Act {
    @Override
    public Fault fault() {
      return Fault.COORDINATOR;
    }

    @Override
    public String toString() {
      return "pause the coordinator for " + seconds(duration);
    }
  }

  record Join(NodeId node) implements Act {
    @Override
    public Fault fault() {
      return Fault.JOIN;
    }

    @Override
    public Duration duration() {
      return Duration.ZERO;
    }

    @Override
    public String toString() {
      return "join " + node;
    }
  }

  record Leave(NodeId node) implements Act {
    @Override
    public Fault fault() {
      return Fault.LEAVE;
    }

    @Override
    public Duration duration() {
      return Duration.ZERO;
    }

    @Override
    public String toString() {
      return "leave " + node;
    }
  }

  record RestartAll(Duration duration) implements Act {
    @Override
    public Fault fault() {
      return Fault.RESTART_ALL;
    }

    @Override
    public String toString() {
      return "kill -9 everything, back after " + seconds(duration);
    }
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
