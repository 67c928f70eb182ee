package org.nessiebackup.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nessiebackup.cli.Main;
import org.nessiebackup.kubernetes.testbed.ApiRequest;
import org.nessiebackup.kubernetes.testbed.InstalledManifests;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestJobs;
import org.nessiebackup.kubernetes.testbed.WorkScene;
import org.nessiebackup.kubernetes.workload.WorkloadKind;

/**
 * Our chart and a Nessie in a cluster whose API server lets each account do what the rendered Roles
 * say, and nothing else. Commands run as in a pod of such an account.
 */
final class AccountScene implements AutoCloseable {
  static final String BACKUP = "nessie-backup";
  static final String CHECK = "nessie-backup-check";
  static final String RESTORE = "nessie-backup-restore";

  private final WorkScene work;
  private final Path folder;
  private final List<Manifest> manifests;
  private final NessieService service;
  private final TestJobs jobs;

  /** What a command has answered. */
  record Answer(int exitCode, String out, String err) {}

  AccountScene(Path folder, WorkloadKind kind) {
    this.folder = folder;
    this.work = new WorkScene(folder, nessie(kind));
    this.manifests =
        Chart.render(
            Map.of(
                "check.runBackup",
                "true",
                "database.host",
                work.database().server().host(),
                "database.port",
                String.valueOf(work.database().server().port()),
                "database.name",
                work.database().name()));
    work.kubelet().start();
    work.nessieMakesItsTables();
    this.service = new NessieService(work.cluster(), work.kubelet());
    install();
    List.of(BACKUP, CHECK, RESTORE).forEach(account -> allow(account, granted(account)));
    this.jobs =
        TestJobs.start(
            work.cluster(),
            words -> {
              Answer answer = command(words);
              return new TestJobs.Ending(answer.exitCode(), answer.out() + answer.err());
            });
  }

  private static HasMetadata nessie(WorkloadKind kind) {
    return switch (kind) {
      case DEPLOYMENT -> {
        Deployment made = SampleWorkload.deployment("nessie", "lake", 1);
        configure(made.getSpec().getTemplate().getSpec().getContainers().getFirst());
        yield made;
      }
      case STATEFUL_SET -> {
        StatefulSet made = SampleWorkload.statefulSet("nessie", "lake", 1);
        configure(made.getSpec().getTemplate().getSpec().getContainers().getFirst());
        yield made;
      }
    };
  }

  private static void configure(Container container) {
    container.setEnv(List.of(new EnvVar("NESSIE_VERSION_STORE_TYPE", "JDBC2", null)));
  }

  private void install() {
    work.withCronJob("nessie-gc", null);
    InstalledManifests.in(work.cluster(), manifests.stream().map(Manifest::text).toList());
  }

  WorkScene work() {
    return work;
  }

  /** What the chart lets an account do. */
  List<Grant> granted(String account) {
    return Grant.of(account, manifests);
  }

  /** Lets accounts do what the chart lets those do that an operator's Jobs run as. */
  void allowAsWithAnOperator() {
    List.of(BACKUP, CHECK, RESTORE).forEach(account -> allow(account, grantedToJobs(account)));
  }

  /** What the chart lets an account of Jobs do where it installs the operator. */
  static List<Grant> grantedToJobs(String account) {
    return Grant.of(
        account,
        Chart.renderNeutral(
            BACKUP,
            Map.of(
                "operator.enabled",
                "true",
                "operator.databaseSecrets[0]",
                "nessie-postgres-app",
                "nessie.workloads[0]",
                "nessie",
                "check.runBackup",
                "true")));
  }

  /** Lets an account do this, and nothing else. */
  void allow(String account, List<Grant> grants) {
    Grant.allow(work.cluster(), account, grants);
  }

  /** What an account has asked so far, but for what it may do. */
  List<ApiRequest> requests(String account) {
    return work.cluster().requests().stream()
        .filter(request -> request.user().equals(account))
        .filter(request -> !request.resource().equals("selfsubjectaccessreviews"))
        .toList();
  }

  /** Runs a command as in a pod of an account: its token is mounted, and there is no kubeconfig. */
  Answer run(String account, String... words) {
    Map<String, String> mounted =
        Map.of(
            "kubernetes.master",
            work.cluster().address(),
            "kubernetes.auth.token",
            account,
            "kubernetes.namespace",
            TestCluster.NAMESPACE,
            "kubernetes.auth.tryKubeConfig",
            "false");
    mounted.forEach(System::setProperty);
    try {
      return command(List.of(words));
    } finally {
      mounted.keySet().forEach(System::clearProperty);
    }
  }

  private Answer command(List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(
                "NESSIE_BACKUP_VAULT",
                folder.resolve("vault").toString(),
                "NESSIE_BACKUP_JDBC_URL",
                work.database().server().jdbcUrl(work.database().name()),
                "NESSIE_BACKUP_USER",
                work.role(),
                "NESSIE_BACKUP_NESSIE_TIMEOUT",
                "20s",
                "XDG_CONFIG_HOME",
                folder.resolve("configuration").toString()),
            InputStream.nullInputStream(),
            words.toArray(String[]::new));
    return new Answer(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    jobs.close();
    service.close();
    work.close();
  }
}
