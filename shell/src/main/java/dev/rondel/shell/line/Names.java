package dev.rondel.shell.line;

import java.util.List;

/** What a cluster knows by name. Answers at once or hardly later, with nothing where it cannot. */
public interface Names {

  List<String> nodes();

  /** Some keys that begin like this; not all, where there are many. */
  List<String> keys(String prefix);
}
