package dev.rondel.shell.render;

/**
 * Colours where they are wanted: on a terminal, unless {@code NO_COLOR} is set.
 *
 * @param isOn without it every text stays as it is
 */
public record Paint(boolean isOn) {

  /** Far enough apart on light and on dark ground, from the 256 that every terminal has. */
  private static final int[] NODE_COLOURS = {
    33, 208, 71, 170, 178, 44, 203, 105, 149, 211, 30, 136
  };

  public String bold(String text) {
    return code("1", text);
  }

  public String faint(String text) {
    return code("2", text);
  }

  public String good(String text) {
    return code("32", text);
  }

  public String bad(String text) {
    return code("31", text);
  }

  public String busy(String text) {
    return code("33", text);
  }

  /** The colour of the node of this index, which comes again after twelve. */
  public String node(int index, String text) {
    return code("38;5;" + NODE_COLOURS[index % NODE_COLOURS.length], text);
  }

  private String code(String code, String text) {
    return isOn && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
