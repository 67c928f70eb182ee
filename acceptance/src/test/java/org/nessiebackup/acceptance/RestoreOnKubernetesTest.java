package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.sandbox.PostgresServer;
import tools.jackson.databind.JsonNode;

/** A restore that stops and starts the real Nessie by itself, as users call it. */
class RestoreOnKubernetesTest {
  private static PostgresServer server;
  private @TempDir Path folder;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void nessieIsStoppedAndStartedByARestoreItself() throws NessieClient.ConflictException {
    assertCommandsWork("restored", List.of(RestoreOnKubernetesTest::nessieThatDoesNotStart));
  }

  @Tag("thorough")
  @Test
  void nessieIsStoppedAndStartedByAllCommandsThemselves() throws NessieClient.ConflictException {
    assertCommandsWork(
        "changed",
        List.of(
            RestoreOnKubernetesTest::undo,
            RestoreOnKubernetesTest::nessieThatDoesNotStart,
            RestoreOnKubernetesTest::reset));
  }

  private void assertCommandsWork(String name, List<BiConsumer<ClusterScene, CommandRunner>> next)
      throws NessieClient.ConflictException {
    CatalogDatabase database = CatalogDatabase.create(server, name);
    database.execute("GRANT CREATE ON DATABASE " + name + " TO nessie");
    try (ClusterScene scene = new ClusterScene(database, folder)) {
      CommandRunner commands =
          CommandRunner.of(database, server.port(), folder.resolve("vault"))
              .with("NESSIE_BACKUP_KUBERNETES", "true")
              .with("NESSIE_BACKUP_KUBECONFIG", scene.kubeconfig().toString())
              .with("NESSIE_BACKUP_YES", "true")
              .with("NESSIE_BACKUP_NESSIE_TIMEOUT", "90s");
      commands.run("init").done();
      NessieClient.Reference main = scene.client().reference("main");
      scene.client().putTable(scene.client().putNamespace(main, "shop"), "shop", "orders", 1);
      scene.client().create("BRANCH", "dev", scene.client().reference("main"));
      var backedUp = scene.client().references();
      commands.run("backup").done();

      restoreUnderLoad(scene, commands, backedUp.get("dev"));
      assertThat(scene.client().references()).containsKey("dev");

      next.forEach(each -> each.accept(scene, commands));
    }
  }

  /** Clients commit until Nessie goes; what they have written is not in the restored catalog. */
  private static void restoreUnderLoad(
      ClusterScene scene, CommandRunner commands, NessieClient.Reference dev) {
    NessieClient before = scene.client();
    try (BusyClients clients = BusyClients.start(before, List.of("main"))) {
      clients.awaitCommits(5);
      JsonNode summary = commands.run("restore", "latest", "--json").done().summary();
      JsonNode nessie = summary.get("kubernetes");
      assertThat(nessie.get("outcome").asString()).isEqualTo("exchanged");
      assertThat(nessie.get("references").asInt()).isEqualTo(2);
      assertThat(nessie.get("downtime_seconds").asDouble()).isPositive();
    }
    assertThat(scene.client().reference("dev")).isEqualTo(dev);
    assertThat(scene.client().reference("main").hash()).isEqualTo(dev.hash());
    assertThat(scene.replicas()).isEqualTo(1);
  }

  private static void undo(ClusterScene scene, CommandRunner commands) {
    var restored = scene.client().references();
    commands.run("undo").done();
    assertThat(scene.client().references()).isNotEqualTo(restored);
  }

  private static void nessieThatDoesNotStart(ClusterScene scene, CommandRunner commands) {
    var served = scene.client().references();
    scene.nextPod(new ScriptedPod(PodProcess.State.CRASHED).logs("out of luck"));
    CommandResult failed =
        commands.with("NESSIE_BACKUP_NESSIE_TIMEOUT", "20s").run("restore", "latest").exited(1);
    assertThat(failed.err())
        .contains("was taken back", "former catalog serves again", "out of luck");
    scene.awaitReady();
    assertThat(scene.client().references()).isEqualTo(served);
  }

  private static void reset(ClusterScene scene, CommandRunner commands) {
    String code =
        commands
            .run("reset", "--dry-run", "--json")
            .done()
            .summary()
            .get("plan")
            .get("confirmation_code")
            .asString();
    var before = scene.client().references();
    commands.run("reset", "--confirm", code).done();
    assertThat(scene.client().references()).containsOnlyKeys("main");
    assertThat(scene.client().log("main")).isEmpty();
    commands.run("undo").done();
    assertThat(scene.client().references()).containsKey("dev").isEqualTo(before);
  }
}
