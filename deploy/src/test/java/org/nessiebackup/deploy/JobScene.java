package org.nessiebackup.deploy;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nessiebackup.kubernetes.testbed.InstalledManifests;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.StandInNessie;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestKubelet;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import tools.jackson.databind.JsonNode;

/**
 * Runs jobs as a kubelet would: the words, the variables and the Secrets of their manifests, in the
 * image's layout, against a real server. Only places are others, since a host cannot have them.
 */
final class JobScene implements AutoCloseable {
  static final String RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
  private static final String SECRET = "not asked for in vain";
  private static final int USER = 10000;
  private static final int GROUP = 10001;

  private final ImageLayout layout;
  private final Path vault;
  private final Path secrets;
  private final PostgresServer server;
  private final TestCluster cluster = TestCluster.start();
  private final TestKubelet kubelet;
  private final NessieService service;

  private JobScene(ImageLayout layout, Path vault, Path secrets, PostgresServer server) {
    this.layout = layout;
    this.vault = vault;
    this.secrets = secrets;
    this.server = server;
    this.kubelet =
        cluster.kubelet(StandInNessie.program(() -> server.connect("nessie"), "nessie")).start();
    this.service = new NessieService(cluster, kubelet);
  }

  /** A server with a catalog, an empty volume, and Secrets. */
  static JobScene set(ImageLayout layout, Path folder) throws IOException {
    Path vault = Files.createDirectory(folder.resolve("volume"));
    own(vault, USER);
    Path secrets = Files.createDirectory(folder.resolve("secrets"));
    PostgresServer server =
        PostgresServer.start(
            PostgresOptions.defaults().withTls().withPasswordUser("nessie", SECRET));
    JobScene scene = new JobScene(layout, vault, secrets, server);
    scene.fill();
    scene.secret("database/password", SECRET);
    scene.secret("host-key/host-key.pem", hostKey());
    return scene;
  }

  private void fill() {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE nessie OWNER nessie");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    try (Connection connection = server.connect("nessie");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA nessie AUTHORIZATION nessie");
      CatalogShape shape = CatalogOddities.in(new CatalogShape(100, 2, 50, 20, 7, List.of("")));
      SampleCatalog.create(connection, "nessie", shape);
      statement.execute("ALTER TABLE nessie.refs2 OWNER TO nessie");
      statement.execute("ALTER TABLE nessie.objs2 OWNER TO nessie");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many rows there are to lose. */
  String rows() {
    try (Connection connection = server.connect("nessie");
        Statement statement = connection.createStatement();
        var result = statement.executeQuery("SELECT count(*) FROM nessie.objs2")) {
      result.next();
      return result.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Loses them. */
  void wreck() {
    try (Connection connection = server.connect("nessie");
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM nessie.objs2");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key of a Secret, as kubelet shows it to the pods of a group. */
  void secret(String path, String text) throws IOException {
    Path file = secrets.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    own(file, 0);
    Files.setAttribute(file, "unix:mode", 0440);
  }

  private static void own(Path file, int user) throws IOException {
    Files.setAttribute(file, "unix:uid", user);
    Files.setAttribute(file, "unix:gid", GROUP);
  }

  /** Ed25519, as openssl writes it. */
  private static String hostKey() {
    try {
      byte[] key =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
          .formatted(Base64.getEncoder().encodeToString(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Renders the chart for this server. */
  List<Manifest> manifests(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("database.host", server.host());
    settings.put("database.port", String.valueOf(server.port()));
    settings.put("database.parameters.sslmode", "require");
    settings.put("vault.claim.mountPath", "/mnt/backup");
    settings.put("restore.enabled", "true");
    settings.putAll(more);
    return Chart.render(settings);
  }

  /** Applies them in a cluster in which Nessie serves the catalog. */
  void install(List<Manifest> manifests) {
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
                new EnvVar(
                    "QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL", server.jdbcUrl("nessie"), null)));
    cluster.client().resource(nessie).create();
    InstalledManifests.in(cluster, manifests.stream().map(Manifest::text).toList());
    for (String account : List.of(AccountScene.CHECK, AccountScene.RESTORE)) {
      Grant.allow(cluster, account, Grant.of(account, manifests));
    }
  }

  /** Runs the Job of this kind, or a CronJob's, once. */
  ImageLayout.Answer run(String component, List<Manifest> manifests, Map<String, String> keys) {
    JsonNode pod =
        manifests.stream()
            .filter(manifest -> manifest.component().equals(component))
            .findFirst()
            .flatMap(Manifest::pod)
            .orElseThrow()
            .get("spec");
    JsonNode container = pod.at("/containers/0");
    Map<String, String> environment = new HashMap<>(keys);
    if (pod.get("automountServiceAccountToken").asBoolean()) {
      environment.putAll(account(pod.get("serviceAccountName").asString()));
    }
    manifests.stream()
        .filter(manifest -> manifest.kind().equals("ConfigMap"))
        .forEach(
            map ->
                map.content()
                    .get("data")
                    .properties()
                    .forEach(
                        entry -> environment.put(entry.getKey(), entry.getValue().asString())));
    container
        .path("env")
        .forEach(
            variable ->
                environment.computeIfAbsent(
                    variable.get("name").asString(), ignored -> place(variable)));
    List<String> words = new ArrayList<>();
    container.get("args").forEach(word -> words.add(word.asString()));
    return layout.run(vault, secrets, environment, words);
  }

  /** In place of files that kubelet mounts. */
  private Map<String, String> account(String name) {
    return Map.of(
        "KUBERNETES_MASTER",
        cluster.address(),
        "KUBERNETES_AUTH_TOKEN",
        name,
        "KUBERNETES_NAMESPACE",
        TestCluster.NAMESPACE);
  }

  private static String place(JsonNode variable) {
    if (variable.has("valueFrom")) {
      // The pod's own label: as the controller names the Jobs of a CronJob.
      return "nessie-backup-29312345";
    }
    return variable.get("value").asString().replace("/etc/nessie-backup/", "/mnt/secrets/");
  }

  @Override
  public void close() {
    service.close();
    kubelet.close();
    cluster.close();
    server.close();
  }
}
