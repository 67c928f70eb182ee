package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestJobs;

/** The plugin of kubectl against an API server whose Jobs run. */
class KubectlCommandTest {
  private static final String CRON_JOB =
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata:
        name: nessie-backup%s
        namespace: data-platform
        labels:
          app.kubernetes.io/name: nessie-backup
          app.kubernetes.io/component: %s
      spec:
        schedule: "12 * * * *"
        jobTemplate:
          spec:
            template:
              spec:
                restartPolicy: Never
                containers:
                  - {name: nessie-backup, image: "nessie-backup:0.2.0", args: %s}
      """;

  private @TempDir Path folder;
  private final List<List<String>> commands = new CopyOnWriteArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private TestCluster cluster;
  private TestJobs jobs;

  @BeforeEach
  void install() {
    cluster = TestCluster.start();
    cluster.client().resource(CRON_JOB.formatted("", "backup", "[backup, --type, full]")).create();
    cluster
        .client()
        .resource(CRON_JOB.formatted("-status", "status", "[status, --max-age, 26h]"))
        .create();
    jobs =
        TestJobs.start(
            cluster,
            arguments -> {
              commands.add(arguments);
              return new TestJobs.Ending(
                  arguments.getFirst().equals("status") ? 14 : 0, "ran " + arguments + "\n");
            });
    environment.put("KUBECONFIG", cluster.kubeconfig(folder).toString());
  }

  @AfterEach
  void stop() {
    jobs.close();
    cluster.close();
  }

  private ProgramRun run(String... words) {
    String[] line = new String[words.length + 3];
    line[0] = "kubectl";
    line[1] = "--kubeconfig";
    line[2] = environment.get("KUBECONFIG");
    System.arraycopy(words, 0, line, 3, words.length);
    return ProgramRun.of(environment, line);
  }

  private long left() {
    return cluster
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace("data-platform")
        .list()
        .getItems()
        .size();
  }

  @Test
  void commandRunsInTheClusterWithItsArguments() {
    ProgramRun list = run("list", "--limit", "3", "-n", "data-platform");

    assertThat(list.status()).isZero();
    assertThat(list.out()).isEqualTo("ran [list, --limit, 3]\n");
    assertThat(commands).containsExactly(List.of("list", "--limit", "3"));
    assertThat(left()).isZero();
  }

  @Test
  void endsWithWhatTheCommandEndsWith() {
    assertThat(run("-n=data-platform", "status").status()).isEqualTo(14);
    assertThat(commands).containsExactly(List.of("status", "--max-age", "26h"));
  }

  @Test
  void backupIsThatOfTheScheduleAndStaysToBeLookedAt() {
    ProgramRun backup = run("backup", "--namespace=data-platform");

    assertThat(backup.status()).isZero();
    assertThat(backup.err()).contains("has ended and stays");
    assertThat(commands).containsExactly(List.of("backup", "--type", "full"));
    assertThat(left()).isEqualTo(1);
    assertThat(run("logs", "-n", "data-platform", "backup").err()).contains("no pod");
  }

  @Test
  void whatExchangesTheCatalogRunsHereAsOnKubernetes() {
    ProgramRun restore = run("restore", "latest", "-n", "data-platform", "--dry-run");

    // It is this process that knows no database.
    assertThat(restore.status()).isEqualTo(2);
    assertThat(restore.err()).contains("no database is given");
    assertThat(commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "demo", "key", "nonsense"})
  void whatDoesNotRunInAClusterIsRefused(String command) {
    ProgramRun refused = run(command);

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("does not run in a cluster");
  }

  @Test
  void optionWithoutAValueIsRefused() {
    assertThat(run("list", "-n").status()).isEqualTo(2);
    assertThat(run("list", "-n=").err()).contains("without a value");
  }

  @Test
  void missingInstallationIsNamed() {
    ProgramRun drill = run("drill", "-n", "data-platform");

    assertThat(drill.status()).isEqualTo(1);
    assertThat(drill.err()).contains("no CronJob of nessie-backup for \"drill\"");
  }
}
