package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.files.Draft;
import dev.rondel.node.files.FileName;
import dev.rondel.node.files.FileReader;
import dev.rondel.node.files.FileStore;
import dev.rondel.node.files.StoredFile;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.ring.Token;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files on real nodes, each of which is a door to all of them. */
final class FilesOnNodesTest {

  private static final FileName NAME = new FileName("docs/plan");
  private static final int HALF = 7 * FileStore.CHUNK;

  private final NodeCluster cluster = new NodeCluster("a", "b", "c");

  @BeforeEach
  void form() {
    cluster.form("a b", "b c", "c a");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aFileIsOneFileAtEveryNodeAndNoPairOfTheTable() throws IOException {
    byte[] content = content(1, 2 * HALF + 5);
    StoredFile stored = put("a", new ByteArrayInputStream(content));

    long chunks = 0;
    for (String node : List.of("a", "b", "c")) {
      try (FileStore files = at(node)) {
        assertThat(files.get(NAME).manifest()).isEqualTo(stored.manifest());
        assertThat(read(files, files.get(NAME))).isEqualTo(content);
        assertThat(files.list(null, "docs/", 10).files()).hasSize(1);
        chunks += files.listLocal(null, 100).chunks().size();
        assertThat(files.places(stored, 0, 100))
            .hasSize(15)
            .allMatch(place -> place.replicas().size() == 2);
      }
      Gateway gateway = cluster.node(node).gateway();
      assertThat(gateway.list(null, new byte[0], 100, false).entries()).isEmpty();
      assertThat(gateway.listAfter(Token.MAX, 100).entries()).isEmpty();
    }
    assertThat(chunks).isEqualTo(15);
  }

  @Test
  void anUploadSurvivesTheLossOfANode() throws IOException {
    byte[] first = content(1, HALF);
    byte[] second = content(2, HALF);
    var whole = new ByteArrayOutputStream();
    whole.write(first);
    whole.write(second);
    var lossInTheMiddle =
        new InputStream() {
          private boolean isDone;

          @Override
          public int read() {
            if (!isDone) {
              isDone = true;
              cluster.kill("b");
              cluster.markDown("b");
              cluster.publish("a", "c", "c a");
            }
            return -1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return read();
          }
        };

    put(
        "a",
        new SequenceInputStream(
            new SequenceInputStream(new ByteArrayInputStream(first), lossInTheMiddle),
            new ByteArrayInputStream(second)));

    cluster.settle();
    try (FileStore files = at("c")) {
      assertThat(read(files, files.get(NAME))).isEqualTo(whole.toByteArray());
    }
  }

  @Test
  void whatIsDeletedIsGoneFromEveryDisk() throws IOException {
    put("a", new ByteArrayInputStream(content(1, HALF)));

    try (FileStore files = at("c")) {
      files.delete(NAME, Condition.ALWAYS);
      eventually("the chunks are gone", () -> files.listLocal(null, 100).chunks().isEmpty());
    }
  }

  private FileStore at(String node) {
    return new FileStore(cluster.node(node).gateway(), NodeCluster.TIMEOUT, InstantSource.system());
  }

  private StoredFile put(String node, InputStream content) throws IOException {
    try (FileStore files = at(node);
        Draft draft = files.begin(NAME)) {
      draft.write(content);
      return files.commit(draft, "text/plain", Condition.ALWAYS);
    }
  }

  private static byte[] read(FileStore files, StoredFile file) throws IOException {
    var read = new ByteArrayOutputStream();
    try (FileReader reader = files.read(file, 0, file.manifest().size())) {
      for (byte[] bytes = reader.next(); bytes != null; bytes = reader.next()) {
        read.write(bytes);
      }
    }
    return read.toByteArray();
  }

  private static byte[] content(long seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }
}
