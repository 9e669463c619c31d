package dev.rondel.shell.cluster;

/** Told what a long command is doing. */
public interface Progress {

  /** Something is done. */
  void line(String text);

  /**
   * What is being waited for: shown while it lasts where there is a terminal, and replaced by
   * whatever comes next.
   */
  void waiting(String text);
}
