package org.nessiebackup.acceptance;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.kubernetes.testbed.InstalledManifests;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.StandInNessie;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestJobs;
import org.nessiebackup.kubernetes.testbed.TestKubelet;

/**
 * A cluster with our manifests and a stand-in for Nessie, which starts at once, where only our
 * commands matter. A Job of the CronJob makes a backup of the scene's catalog.
 */
final class StandInCluster implements AutoCloseable {
  private static final String DATABASE = "jdbc:postgresql://nessie-postgres-rw:5432/nessie";
  private static final PolicyRule TO_SEE_STORAGE_CLASSES =
      new PolicyRuleBuilder()
          .withApiGroups("storage.k8s.io")
          .withResources("storageclasses")
          .withVerbs("get")
          .build();

  private final TestCluster cluster = TestCluster.start();
  private final TestKubelet kubelet;
  private final TestJobs jobs;

  StandInCluster(CatalogDatabase database, CommandRunner commands) throws IOException {
    kubelet =
        cluster
            .kubelet(
                StandInNessie.programThatMakesTables(
                    () -> connect(database), CatalogDatabase.SCHEMA))
            .start();
    cluster.client().resource(nessie()).create();
    InstalledManifests.in(cluster, manifests());
    cluster.rules().allowEverywhere(TestCluster.OPERATOR, List.of(TO_SEE_STORAGE_CLASSES));
    jobs = TestJobs.start(cluster, words -> run(commands, words));
  }

  private static Deployment nessie() {
    Deployment nessie = SampleWorkload.deployment("nessie", "lake", 1);
    nessie
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .setEnv(
            List.of(
                new EnvVar("NESSIE_VERSION_STORE_TYPE", "JDBC2", null),
                new EnvVar("QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL", DATABASE, null)));
    return nessie;
  }

  private static List<String> manifests() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(Installation.home().resolve("deploy/manifests"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }

  private static TestJobs.Ending run(CommandRunner commands, List<String> words) {
    CommandResult result = commands.run(words.toArray(String[]::new));
    return new TestJobs.Ending(result.exitCode(), result.out() + result.err());
  }

  private static Connection connect(CatalogDatabase database) throws SQLException {
    return DriverManager.getConnection(
        database.server().jdbcUrl(database.name()), CatalogDatabase.ROLE, "");
  }

  Path kubeconfig(Path folder) {
    return cluster.kubeconfig(folder);
  }

  @Override
  public void close() {
    jobs.close();
    kubelet.close();
    cluster.close();
  }
}
