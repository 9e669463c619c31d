package dev.rondel.shell.line;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jline.reader.impl.ReaderUtils;

/** The names that somebody may have meant who wrote another. */
public final class NearNames {

  private static final int MOST = 3;

  private NearNames() {}

  /** The nearest first; none where nothing is near. */
  public static List<String> of(String written, Collection<String> names) {
    int far = Math.min(2, (written.length() + 1) / 2);
    return names.stream()
        .filter(name -> name.startsWith(written) || ReaderUtils.distance(written, name) <= far)
        .sorted(
            Comparator.comparingInt((String name) -> ReaderUtils.distance(written, name))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }
}
