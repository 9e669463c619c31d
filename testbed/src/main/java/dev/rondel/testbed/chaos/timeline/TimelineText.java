package dev.rondel.testbed.chaos.timeline;

import dev.rondel.shell.render.Bar;
import dev.rondel.testbed.chaos.timeline.Timeline.Second;
import dev.rondel.testbed.chaos.timeline.Timeline.Span;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A timeline as text: a line for every few seconds. */
public final class TimelineText {

  private static final int MOST_LINES = 60;
  private static final int WIDTH = 20;

  private TimelineText() {}

  public static String of(Timeline timeline) {
    int seconds = timeline.seconds().size();
    int step = Math.max(1, Math.ceilDiv(seconds, MOST_LINES));
    List<Double> rates =
        steps(seconds, step).stream().map(from -> rate(timeline, from, step)).toList();
    double most = rates.stream().mapToDouble(rate -> rate).max().orElse(0);
    var text =
        new StringBuilder("   time    ops/s                        errors  unknown  faults\n");
    List<Integer> froms = steps(seconds, step);
    for (int i = 0; i < froms.size(); i++) {
      int from = froms.get(i);
      Second sum = sum(timeline, from, step);
      text.append(
          String.format(
                  Locale.ROOT,
                  "%4d:%02d  %7.0f  %s  %7d  %7d  %s",
                  from / 60,
                  from % 60,
                  rates.get(i),
                  Bar.of(most == 0 ? 0 : rates.get(i) / most, WIDTH),
                  sum.refused(),
                  sum.unknown(),
                  begun(timeline, from, step))
              .stripTrailing());
      text.append('\n');
    }
    return text.toString();
  }

  private static List<Integer> steps(int seconds, int step) {
    return IntStream.iterate(0, from -> from < seconds, from -> from + step).boxed().toList();
  }

  private static Second sum(Timeline timeline, int from, int step) {
    int to = Math.min(timeline.seconds().size(), from + step);
    return timeline.seconds().subList(from, to).stream().reduce(Second.NOTHING, Second::and);
  }

  private static double rate(Timeline timeline, int from, int step) {
    int length = Math.min(timeline.seconds().size(), from + step) - from;
    return (double) sum(timeline, from, step).done() / length;
  }

  private static String begun(Timeline timeline, int from, int step) {
    return timeline.spans().stream()
        .filter(span -> span.from().toSeconds() >= from && span.from().toSeconds() < from + step)
        .map(Span::what)
        .collect(Collectors.joining("; "));
  }
}
