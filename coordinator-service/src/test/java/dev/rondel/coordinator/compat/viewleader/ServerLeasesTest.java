package dev.rondel.coordinator.compat.viewleader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.coordinator.compat.viewleader.ServerLeases.Answer;
import org.junit.jupiter.api.Test;

class ServerLeasesTest {

  private static final long LEASE = ServerLeases.LEASE.toNanos();
  private final ServerLeases leases = new ServerLeases();

  @Test
  void aServerThatWasDeclaredDeadIsToldSoAndComesBackAsNew() {
    assertThat(leases.heartbeat("h:1", "a", 0)).isEqualTo(Answer.OK);
    assertThat(leases.heartbeat("h:1", "a", LEASE)).isEqualTo(Answer.OK);
    assertThat(leases.servers(2 * LEASE)).hasSize(1);
    assertThat(leases.heartbeat("h:1", "a", 2 * LEASE + 1)).isEqualTo(Answer.DENY);
    assertThat(leases.servers(2 * LEASE + 1)).isEmpty();
    assertThat(leases.heartbeat("h:1", "b", 2 * LEASE + 1)).isEqualTo(Answer.OK);
  }

  @Test
  void anAddressBelongsToOneServerUntilItIsDead() {
    leases.heartbeat("h:1", "a", 0);
    assertThat(leases.heartbeat("h:1", "b", LEASE)).isEqualTo(Answer.RETRY);
    assertThat(leases.heartbeat("h:1", "b", LEASE + 1)).isEqualTo(Answer.OK);
  }

  @Test
  void theHashIsThatOfTheSystem() {
    leases.heartbeat("h:1", "0.5", 0); // int(hashlib.sha1(b'0.5').hexdigest(), 16) % 10000
    assertThat(leases.servers(0).getFirst().hash()).isEqualTo(5868);
  }
}
