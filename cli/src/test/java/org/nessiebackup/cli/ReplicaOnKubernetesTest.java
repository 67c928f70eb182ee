package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.StandInNessie;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestKubelet;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import tools.jackson.databind.JsonNode;

/** A promotion with two Nessies on Kubernetes, as somebody types it. */
class ReplicaOnKubernetesTest {
  private @TempDir Path folder;

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, "served", "");
  }

  private static void serve(PostgresServer server, String database) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE served LOGIN");
      statement.execute("GRANT USAGE ON SCHEMA nessie TO served");
      statement.execute("GRANT ALL ON ALL TABLES IN SCHEMA nessie TO served");
    }
  }

  private static PodProcess.Program nessies(String primary, String replica) {
    return pod ->
        StandInNessie.program(
                () -> connect(pod.startsWith("nessie-standby") ? replica : primary), "nessie")
            .start(pod);
  }

  @Test
  void oneNessieIsStoppedAndTheOtherServesTheReplica() throws Exception {
    try (PostgresServer primary =
            PostgresServer.start(PostgresOptions.defaults().withSetting("wal_level", "logical"));
        PostgresServer standby = PostgresServer.start(PostgresOptions.defaults());
        TestCluster cluster = TestCluster.start()) {
      EncryptedCatalog catalog = new EncryptedCatalog(primary, folder);
      String from = catalog.environment().get("NESSIE_BACKUP_JDBC_URL");
      String identity = "--identity=" + follow(catalog, standby);
      serve(primary, from.replaceFirst(".*/([^?]*).*", "$1"));
      serve(standby, "postgres");
      try (TestKubelet kubelet = cluster.kubelet(nessies(from, standby.jdbcUrl())).start()) {
        cluster.client().resource(SampleWorkload.deployment("nessie", "lake", 1)).create();
        cluster.client().resource(SampleWorkload.deployment("nessie-standby", "new", 0)).create();
        String[] promote = {
          "replica",
          "promote",
          identity,
          "--kubernetes",
          "--kubeconfig=" + cluster.kubeconfig(folder),
          "--workload=nessie-standby",
          "--primary-workload=nessie",
          "--json"
        };
        JsonNode plan = catalog.done(with(promote, "--dry-run")).summary().path("plan");
        assertThat(plan.path("obstacles")).isEmpty();
        assertThat(plan.at("/kubernetes/workload").asString())
            .isEqualTo("deployment/nessie-standby");
        assertThat(plan.at("/kubernetes/former/workload").asString())
            .isEqualTo("deployment/nessie");
        assertThat(catalog.run(with(promote, "--abort", "--yes")).err())
            .contains("no promotion was begun");

        JsonNode done = catalog.done(with(promote, "--yes")).summary();
        assertThat(done.path("epoch").asInt()).isEqualTo(2);
        assertThat(done.path("complete").asBoolean()).isTrue();
        assertThat(done.at("/kubernetes/references").asInt()).isPositive();
        assertThat(done.at("/kubernetes/former_workload").asString())
            .isEqualTo("deployment/nessie");
        assertThat(kubelet.running()).hasSize(1);
      }
    }
  }

  @Test
  void whereThePrimarysNessieIsNeedsACluster() throws Exception {
    ProgramRun run =
        ProgramRun.of(
            Map.of(
                "NESSIE_BACKUP_VAULT",
                folder.toString(),
                "NESSIE_BACKUP_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:1/none",
                "NESSIE_BACKUP_REPLICA_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:1/none",
                "XDG_CONFIG_HOME",
                folder.toString()),
            "replica",
            "promote",
            "--primary-namespace=east");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--primary-namespace is given without --kubernetes");
  }

  private static String follow(EncryptedCatalog catalog, PostgresServer standby) {
    catalog.done("init");
    catalog.environment().put("NESSIE_BACKUP_REPLICA_USER", standby.user());
    String identity = catalog.key("identity-").toString();
    catalog.done(
        "replica",
        "create",
        "--to",
        standby.jdbcUrl(),
        "--identity",
        identity,
        "--unbounded-wal",
        "--yes");
    catalog.environment().put("NESSIE_BACKUP_REPLICA_JDBC_URL", standby.jdbcUrl());
    return identity;
  }

  private static String[] with(String[] words, String... more) {
    String[] all = new String[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }
}
