package org.nessiebackup.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.testing.TwoServers;

/** A process that makes a replica and is killed, and the next one that makes it. */
class KilledCreateTest {
  private @TempDir Path folder;

  /** Whether it was killed, and had not come to its end. */
  private static boolean runAndKill(TwoServers servers, Path vault, int step)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledCreate.class.getName(),
                url(servers.primary()),
                url(servers.replica()),
                vault.toString(),
                Integer.toString(step))
            .redirectErrorStream(true)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(line);
        if (line.equals(KilledCreate.REACHED)) {
          assertThat(child.toHandle().destroyForcibly()).isTrue();
        }
      }
    }
    int status = child.waitFor();
    boolean killed = said.contains(KilledCreate.REACHED);
    assertThat(killed || status == 0).as(String.join("\n", said)).isTrue();
    return killed;
  }

  private static String url(TestDatabase database) {
    return database.server().jdbcUrl(database.name());
  }

  /** The server ends sessions whose client is gone, in a moment. */
  private static void awaitItsSessionsEnd(TestDatabase database) {
    TwoServers.await(
        () ->
            database
                .query(
                    "SELECT pid FROM pg_stat_activity WHERE application_name = '%s'"
                        .formatted(KilledCreate.APPLICATION))
                .isEmpty());
  }

  @Test
  void theNextOneMakesItWhereverTheFormerWasKilled() throws Exception {
    theNextOneMakesIt(9);
  }

  @Test
  @Tag("thorough")
  void theNextOneMakesItAtWhicheverStepTheFormerWasKilled() throws Exception {
    theNextOneMakesIt(1);
  }

  private void theNextOneMakesIt(int stride) throws Exception {
    int step = 0;
    for (boolean killed = true; killed; step += stride) {
      Path vault = folder.resolve("vault-" + step);
      TwoServers servers = TwoServers.create(15, 18);
      try (ReplicaScene scene =
          new ReplicaScene(
              servers,
              new Operations(
                  new FolderStore(vault), servers.primary().database(), new TestContext()))) {
        killed = runAndKill(servers, vault, step);
        awaitItsSessionsEnd(servers.primary());
        awaitItsSessionsEnd(servers.replica());
        // As `unlock` does for somebody who knows that the process is dead.
        scene.vault().leases().list().forEach(scene.vault().leases()::remove);

        scene.create();
        servers.primary().execute("UPDATE nessie.objs2 SET obj_ref = obj_ref + 1");
        assertThat(scene.isEqual()).as("killed at step " + step).isTrue();
        assertThat(
                servers
                    .primary()
                    .query(
                        "SELECT slot_name FROM pg_replication_slots WHERE database ="
                            + " current_database()"))
            .containsExactly(TwoServers.NAMED);
      }
    }
    assertThat(step).isGreaterThan(10);
  }
}
