package dev.rondel.shell.render;

/** A bar of characters, for a part of a whole. */
public final class Bar {

  private Bar() {}

  /**
   * @param part 0 to 1; what is outside is drawn as the nearer end
   */
  public static String of(double part, int width) {
    int filled = (int) Math.round(Math.clamp(part, 0.0, 1.0) * width);
    return "█".repeat(filled) + "░".repeat(width - filled);
  }
}
