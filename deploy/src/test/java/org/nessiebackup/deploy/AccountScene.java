package org.nessiebackup.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.cli.Main;
import org.nessiebackup.kubernetes.WorkloadKind;
import org.nessiebackup.kubernetes.testbed.ApiRequest;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestJobs;
import org.nessiebackup.kubernetes.testbed.WorkScene;

/**
 * Our chart and a Nessie in a cluster whose API server lets each account do what the rendered Roles
 * say, and nothing else. Commands run as in a pod of such an account.
 */
final class AccountScene implements AutoCloseable {
  static final String BACKUP = "nessie-backup";
  static final String CHECK = "nessie-backup-check";
  static final String RESTORE = "nessie-backup-restore";

  /** What else is there besides what the chart makes. */
  private static final String SURROUNDINGS =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: nessie-postgres-app, namespace: data-platform}
      data: {password: bm90IGFza2VkIGZvcg==}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: nessie-backup-host-key, namespace: data-platform}
      data: {host-key.pem: bm90IGFza2VkIGZvcg==}
      ---
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: ceph-block}
      provisioner: rbd.csi.ceph.com
      ---
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: nessie-gc, namespace: data-platform}
      spec: {schedule: "0 5 * * *"}
      """;

  private final WorkScene work;
  private final Path folder;
  private final List<Manifest> manifests;
  private final HttpServer service;
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
    this.service = serve();
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
    work.cluster()
        .client()
        .resource(SampleWorkload.service("nessie", "lake", service.getAddress().getPort()))
        .create();
    work.cluster().client().load(stream(SURROUNDINGS)).create();
    for (Manifest manifest : manifests) {
      switch (manifest.kind()) {
        case "CronJob" -> create(manifest.text() + "status: {lastSuccessfulTime: \"%s\"}\n".formatted(now()));
        case "PersistentVolumeClaim" -> create(manifest.text() + "status: {phase: Bound}\n");
        case "ConfigMap", "ServiceAccount" -> create(manifest.text());
        default -> {
          // Roles are the API server's own; what a network does is not tested here.
        }
      }
    }
  }

  private static String now() {
    return Instant.ofEpochSecond(Instant.now().getEpochSecond()).toString();
  }

  private void create(String yaml) {
    work.cluster().client().load(stream(yaml)).create();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What a Service does: leads to a pod that is ready. */
  private HttpServer serve() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::forward);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<PodProcess> ready =
          work.kubelet().running().stream()
              .filter(pod -> pod.state() == PodProcess.State.READY)
              .findFirst();
      if (ready.isEmpty()) {
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_UNAVAILABLE, -1);
        return;
      }
      URI target = URI.create("http://127.0.0.1:" + ready.get().port() + exchange.getRequestURI());
      HttpURLConnection onward = (HttpURLConnection) target.toURL().openConnection();
      byte[] body = onward.getInputStream().readAllBytes();
      exchange.sendResponseHeaders(onward.getResponseCode(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  WorkScene work() {
    return work;
  }

  /** What the chart lets an account do. */
  List<Grant> granted(String account) {
    return Grant.of(account, manifests);
  }

  /** Lets an account do this, and nothing else. */
  void allow(String account, List<Grant> grants) {
    work.cluster()
        .rules()
        .forget(account)
        .allow(
            account,
            TestCluster.NAMESPACE,
            grants.stream().filter(grant -> !grant.everywhere()).map(Grant::rule).toList())
        .allowEverywhere(
            account, grants.stream().filter(Grant::everywhere).map(Grant::rule).toList());
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
    service.stop(0);
    work.close();
  }
}
