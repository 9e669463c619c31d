package dev.rondel.coordinator.runtime;

import dev.rondel.coordinator.lock.LockClient;
import dev.rondel.coordinator.lock.LockGrant;
import dev.rondel.coordinator.lock.LockName;
import dev.rondel.coordinator.lock.StoredLocks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.CRC32C;
import org.mapdb.DB;
import org.mapdb.Serializer;

/**
 * The locks in a MapDB file {@code locks.db} beside the ring: {@code grants} (the name of a lock,
 * and token, milliseconds of its lease, and client) and {@code settings}.
 */
public final class MapDbLockStore implements LockStore {

  private static final String FORMAT = "1";

  private final MapDbFile file;

  /**
   * @param directory that of the {@link MapDbRingStore}, which keeps other coordinators out of it
   */
  public MapDbLockStore(Path directory) {
    this.file = new MapDbFile(directory, "locks.db");
  }

  @Override
  public StoredLocks load() throws IOException {
    try {
      return file.load(MapDbLockStore::read).orElse(StoredLocks.NONE);
    } catch (RuntimeException damage) {
      throw new IOException(
          "%s is damaged (%s). Move it away to begin without locks, when nobody holds one: fencing tokens begin anew then"
              .formatted(file, damage),
          damage);
    }
  }

  private static StoredLocks read(DB db) {
    Map<String, String> grants = db.treeMap("grants", Serializer.STRING, Serializer.STRING).open();
    Map<String, String> settings =
        db.treeMap("settings", Serializer.STRING, Serializer.STRING).open();
    String last = settings.getOrDefault("last-token", "");
    if (!FORMAT.equals(settings.get("format"))) {
      throw new IllegalStateException("its format is not " + FORMAT);
    }
    if (!checksum(last, grants).equals(settings.get("crc32c"))) {
      throw new IllegalStateException("its checksum is wrong");
    }
    return new StoredLocks(
        Long.parseLong(last),
        grants.entrySet().stream().map(entry -> grant(entry.getKey(), entry.getValue())).toList());
  }

  @Override
  public void save(StoredLocks locks) throws IOException {
    file.save(db -> write(db, locks));
  }

  private static void write(DB db, StoredLocks locks) {
    Map<String, String> grants =
        db.treeMap("grants", Serializer.STRING, Serializer.STRING).create();
    for (LockGrant grant : locks.grants()) {
      grants.put(
          grant.name().value(),
          "%d %d %s".formatted(grant.token(), grant.ttl().toMillis(), grant.client()));
    }
    Map<String, String> settings =
        db.treeMap("settings", Serializer.STRING, Serializer.STRING).create();
    String last = Long.toString(locks.lastToken());
    settings.put("format", FORMAT);
    settings.put("last-token", last);
    settings.put("crc32c", checksum(last, grants));
  }

  private static LockGrant grant(String name, String line) {
    String[] parts = line.split(" ", 3);
    return new LockGrant(
        new LockName(name),
        new LockClient(parts[2]),
        Long.parseLong(parts[0]),
        Duration.ofMillis(Long.parseLong(parts[1])));
  }

  private static String checksum(String lastToken, Map<String, String> grants) {
    var crc = new CRC32C();
    crc.update(lastToken.getBytes(StandardCharsets.UTF_8));
    grants.forEach(
        (name, line) -> {
          crc.update(name.getBytes(StandardCharsets.UTF_8));
          crc.update(line.getBytes(StandardCharsets.UTF_8));
        });
    return Long.toHexString(crc.getValue());
  }
}
