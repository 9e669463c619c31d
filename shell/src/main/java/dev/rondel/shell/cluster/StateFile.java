package dev.rondel.shell.cluster;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.rondel.shell.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code cluster.json} in a cluster's directory: replaced whole, so that a reader sees the old one
 * or the new one.
 */
final class StateFile {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultVisibility(seen -> seen.withIsGetterVisibility(Visibility.NONE))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path directory;
  private final Path file;

  StateFile(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("cluster.json");
  }

  /** Empty where no cluster was ever started here. */
  Optional<ClusterState> load() {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw Failure.failed(file + " cannot be read: " + e);
    }
    try {
      ClusterState state = MAPPER.readValue(text, ClusterState.class);
      if (state.format() != ClusterState.FORMAT) {
        throw Failure.failed(
            file + " has format " + state.format() + "; this version reads " + ClusterState.FORMAT);
      }
      return Optional.of(state);
    } catch (JacksonException damaged) {
      String why = String.valueOf(damaged.getOriginalMessage()).lines().findFirst().orElse("");
      throw Failure.failed(file + " is damaged: " + why);
    }
  }

  void save(ClusterState state) {
    Path next = directory.resolve("cluster.json.next");
    try {
      Files.createDirectories(directory);
      Files.writeString(next, MAPPER.writeValueAsString(state) + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
