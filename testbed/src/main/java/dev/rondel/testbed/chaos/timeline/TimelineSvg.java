package dev.rondel.testbed.chaos.timeline;

import dev.rondel.testbed.chaos.plan.Fault;
import dev.rondel.testbed.chaos.timeline.Timeline.Second;
import dev.rondel.testbed.chaos.timeline.Timeline.Span;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * A timeline as a picture (SVG): operations and errors for each second, and below a lane for each
 * kind of trouble, in which each span tells more under the pointer.
 */
public final class TimelineSvg {

  private static final int WIDTH = 1200;
  private static final int LEFT = 90;
  private static final int RIGHT = 20;
  private static final int TOP = 50;
  private static final int GRAPH = 220;
  private static final int LANE = 20;
  private static final int BELOW = 34;

  private final Timeline timeline;
  private final List<Fault> lanes;
  private final int seconds;
  private final long most;
  private final Formatter svg = new Formatter(Locale.ROOT);

  private TimelineSvg(Timeline timeline) {
    this.timeline = timeline;
    this.lanes = List.copyOf(timeline.counts().keySet());
    this.seconds = Math.max(1, timeline.seconds().size());
    this.most =
        Math.max(
            1,
            timeline.seconds().stream()
                .mapToLong(second -> Math.max(second.done(), second.errors()))
                .max()
                .orElse(1));
  }

  /**
   * @param title for the reader, such as the seed
   */
  public static String of(Timeline timeline, String title) {
    return new TimelineSvg(timeline).draw(title);
  }

  private String draw(String title) {
    int height = TOP + GRAPH + BELOW + lanes.size() * LANE + 10;
    svg.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">%n",
        WIDTH, height);
    svg.format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", WIDTH, height);
    svg.format("<text x=\"%d\" y=\"20\" font-size=\"15\">%s</text>%n", LEFT, escape(title));
    legend();
    spansBehind();
    axes();
    area(Second::done, "#aed6f1");
    area(Second::reads, "#5dade2");
    area(Second::errors, "#e74c3c");
    for (int i = 0; i < lanes.size(); i++) {
      lane(lanes.get(i), TOP + GRAPH + BELOW + i * LANE);
    }
    svg.format("</svg>%n");
    return svg.toString();
  }

  private void legend() {
    legend(LEFT, "#5dade2", "reads");
    legend(LEFT + 80, "#aed6f1", "writes");
    legend(LEFT + 160, "#e74c3c", "errors and unknown outcomes, each a second");
  }

  private void legend(int x, String colour, String text) {
    svg.format("<rect x=\"%d\" y=\"30\" width=\"10\" height=\"10\" fill=\"%s\"/>%n", x, colour);
    svg.format("<text x=\"%d\" y=\"39\">%s</text>%n", x + 14, text);
  }

  private void axes() {
    for (int i = 0; i <= 4; i++) {
      int y = TOP + GRAPH - i * GRAPH / 4;
      svg.format(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>%n",
          LEFT, WIDTH - RIGHT, y, y);
      svg.format(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d/s</text>%n",
          LEFT - 6, y + 4, most * i / 4);
    }
    int step = Math.max(1, Math.ceilDiv(seconds, 12 * 5)) * 5;
    for (int at = 0; at < seconds; at += step) {
      svg.format(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d:%02d</text>%n",
          x(at), TOP + GRAPH + 16, at / 60, at % 60);
    }
  }

  private void area(ToLongFunction<Second> value, String colour) {
    var points = new StringBuilder();
    int bottom = TOP + GRAPH;
    points.append(String.format(Locale.ROOT, "%.1f,%d", x(0), bottom));
    for (int at = 0; at < timeline.seconds().size(); at++) {
      double y = bottom - (double) GRAPH * value.applyAsLong(timeline.seconds().get(at)) / most;
      points.append(String.format(Locale.ROOT, " %.1f,%.1f %.1f,%.1f", x(at), y, x(at + 1), y));
    }
    points.append(String.format(Locale.ROOT, " %.1f,%d", x(seconds), bottom));
    svg.format("<polygon points=\"%s\" fill=\"%s\" fill-opacity=\"0.85\"/>%n", points, colour);
  }

  private void spansBehind() {
    for (Span span : timeline.spans()) {
      svg.format(
          "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\""
              + " fill-opacity=\"0.08\"/>%n",
          x(span), TOP, width(span), GRAPH, colour(span.fault()));
    }
  }

  private void lane(Fault fault, int y) {
    svg.format(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LEFT - 6, y + 13, fault.word());
    svg.format(
        "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#eee\"/>%n",
        LEFT, WIDTH - RIGHT, y + LANE - 2, y + LANE - 2);
    for (Span span : timeline.spans()) {
      if (span.fault() == fault) {
        svg.format(
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\""
                + " class=\"fault\"><title>%s</title></rect>%n",
            x(span), y + 2, width(span), LANE - 6, colour(fault), escape(span.what()));
      }
    }
  }

  private static String colour(Fault fault) {
    return switch (fault) {
      case KILL -> "#c0392b";
      case PAUSE -> "#d68910";
      case CUT -> "#7d3c98";
      case DISK -> "#6e2c00";
      case COORDINATOR -> "#1f618d";
      case JOIN -> "#1e8449";
      case LEAVE -> "#148f77";
      case RESTART_ALL -> "#17202a";
    };
  }

  private double x(double second) {
    return LEFT + (WIDTH - LEFT - RIGHT) * second / seconds;
  }

  private double x(Span span) {
    return x(span.from().toMillis() / 1000.0);
  }

  private double width(Span span) {
    return Math.max(2, x(span.to().toMillis() / 1000.0) - x(span));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
