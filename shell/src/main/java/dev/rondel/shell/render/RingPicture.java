package dev.rondel.shell.render;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The ring as a circle of letters, one letter for each node, clockwise from the top, where token 0
 * is; beside it who is which letter, and how large a part each heads.
 */
public final class RingPicture {

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RADIUS = 10;
  private static final int THICKNESS = 2;

  /** A place on a terminal is about twice as high as wide. */
  private static final double ASPECT = 2.1;

  private static final int BAR = 20;

  private final View view;
  private final List<NodeShare> shares;
  private final Paint paint;

  public RingPicture(View view, Paint paint) {
    this.view = view;
    this.shares = NodeShare.of(view).stream().sorted(Comparator.comparing(NodeShare::id)).toList();
    this.paint = paint;
  }

  public List<String> lines() {
    List<String> circle = circle();
    List<String> legend = legend();
    int before = Math.max(0, (circle.size() - legend.size()) / 2);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Math.max(circle.size(), legend.size()); i++) {
      String left = i < circle.size() ? circle.get(i) : "";
      String right = i >= before && i - before < legend.size() ? legend.get(i - before) : "";
      lines.add((left + " ".repeat(circleWidth() + 3 - Table.width(left)) + right).stripTrailing());
    }
    return lines;
  }

  private static int circleWidth() {
    return 2 * (int) Math.round(RADIUS * ASPECT) + 1;
  }

  private List<String> circle() {
    List<String> lines = new ArrayList<>();
    int half = circleWidth() / 2;
    for (int row = -RADIUS; row <= RADIUS; row++) {
      var line = new StringBuilder();
      for (int column = -half; column <= half; column++) {
        double x = column / ASPECT;
        double distance = Math.hypot(x, row);
        boolean isOnRing = distance <= RADIUS + 0.4 && distance > RADIUS - THICKNESS - 0.2;
        line.append(isOnRing ? letterAt(Math.atan2(x, -row) / (2 * Math.PI)) : " ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /**
   * @param turn clockwise from the top, as a part of the whole turn, in (-0.5, 0.5]
   */
  private String letterAt(double turn) {
    double part = turn < 0 ? turn + 1 : turn;
    // The first 32 bits of a token are far finer than a place on the screen.
    var token = new Token((long) (part * 0x1p32) << 32, 0);
    return view.rangeOf(token).map(range -> letter(indexOf(range.head()))).orElse("·");
  }

  private int indexOf(NodeId id) {
    for (int i = 0; i < shares.size(); i++) {
      if (shares.get(i).id().equals(id)) {
        return i;
      }
    }
    throw new IllegalArgumentException(id + " heads a range and is no member");
  }

  private String letter(int index) {
    int letter = index % LETTERS.length();
    return paint.node(index, LETTERS.substring(letter, letter + 1));
  }

  private List<String> legend() {
    double largest = shares.stream().mapToDouble(NodeShare::head).max().orElse(0);
    var table = new Table("", "NODE", ">RANGES", ">HEADS", "");
    for (int i = 0; i < shares.size(); i++) {
      NodeShare share = shares.get(i);
      int length = largest == 0 ? 0 : (int) Math.round(share.head() / largest * BAR);
      table.row(
          letter(i),
          share.id().value(),
          Integer.toString(share.ranges()),
          String.format(Locale.ROOT, "%.1f %%", share.head() * 100),
          paint.node(i, "█".repeat(length)));
    }
    return table.lines(paint);
  }
}
