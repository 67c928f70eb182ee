package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.WorkContext;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterOptions;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.request.DeclaredCatalog;
import org.nessiebackup.kubernetes.request.Request;
import org.nessiebackup.kubernetes.request.RequestStep;
import org.nessiebackup.operator.CatalogOperator;
import org.nessiebackup.operator.OperatorOptions;
import org.nessiebackup.operator.template.CatalogObjects;
import org.nessiebackup.operator.template.Installation;
import org.nessiebackup.operator.values.Values;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.testing.TestContext;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What a real API server makes of the kinds, of their rules and of our pods. It needs a cluster
 * that nobody misses: {@code mvn verify -P cluster -Dnessiebackup.kubeconfig=FILE}; an API server
 * with its etcd is enough. The namespace that is made for it goes again.
 */
@Tag("cluster")
class ClusterTest {
  private static final String NAMESPACE = "nessie-backup-" + UUID.randomUUID();
  private static final String STATUS = "lake-nessie-backup-status";
  private static final String VAULT = "{uri: 's3://lake-backups/nessie'}";
  private static final String CATALOG =
      "{vaultRef: {name: lake}, database: {cnpgCluster: nessie-postgres}}";
  private static final String RESTORE = "{catalogRef: {name: lake}, source: {backup: latest}}";

  private static final String DIGEST = "0123456789abcdef";
  private static final String NOON = "2026-11-30T12:00:00Z";

  private static KubernetesClient client;

  @BeforeAll
  static void begin() throws IOException {
    String file =
        Objects.requireNonNull(
            System.getProperty("nessiebackup.kubeconfig"), "say which cluster nobody misses");
    // As the operator finds it.
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, file);
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(file).toFile()))
            .build();
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    account();
    for (Path definition : definitions()) {
      apply(Files.readString(definition));
    }
    awaitKinds();
  }

  /** Made by a controller, where there is one. */
  private static void account() {
    ServiceAccount account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withName("default")
            .withNamespace(NAMESPACE)
            .endMetadata()
            .build();
    try {
      client.resource(account).create();
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).isEqualTo(409);
    }
  }

  @AfterAll
  static void end() {
    if (client != null) {
      client.namespaces().withName(NAMESPACE).delete();
      client.close();
    }
  }

  private static List<Path> definitions() throws IOException {
    try (Stream<Path> files = Files.list(Chart.folder().resolve("crds"))) {
      return files.sorted().toList();
    }
  }

  /** What is served is known a moment after it is defined. */
  private static void awaitKinds() {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("nessierestores.nessie-backup.org")
        .waitUntilCondition(
            definition ->
                definition.getStatus() != null
                    && definition.getStatus().getConditions().stream()
                        .anyMatch(
                            said ->
                                said.getType().equals("Established")
                                    && said.getStatus().equals("True")),
            60,
            TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void kindIsTakenByStrictValidation(Path definition) throws IOException {
    String text = Files.readString(definition);

    assertThatCode(() -> apply(text)).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NessieVault   | {uri: 's3://a/b', claim: {size: 1Gi}}                                            | not in both
          NessieVault   | {uri: 'https://example.com'}                                                     | uri
          NessieVault   | {claim: {mountPath: /etc/x}}                                                     | mountPath
          NessieVault   | {keys: {recipients: [nobody]}}                                                   | recipients
          NessieVault   | {retention: {keepDaily: -1}}                                                     | keepDaily
          NessieCatalog | {vaultRef: {name: lake}}                                                         | database
          NessieCatalog | {vaultRef: {name: lake}, database: {port: 5432}}                                 | one of host and cnpgCluster
          NessieCatalog | {vaultRef: {name: lake}, database: {host: a, cnpgCluster: b}}                    | one of host and cnpgCluster
          NessieCatalog | {vaultRef: {name: lake}, database: {host: a}}                                    | password
          NessieCatalog | {database: {cnpgCluster: a}}                                                     | vaultRef
          NessieCatalog | {vaultRef: {name: l}, database: {cnpgCluster: a, parameters: {password: x}}}     | parameters
          NessieCatalog | {vaultRef: {name: l}, database: {cnpgCluster: a}, backup: {schedule: nonsense}}  | schedule
          NessieCatalog | {vaultRef: {name: l}, database: {cnpgCluster: a}, service: {enabled: true}, backup: {arguments: [--x]}} | backup.arguments
          NessieCatalog | {vaultRef: {name: l}, database: {cnpgCluster: a}, service: {enabled: true, auth: oidc}} | oidc
          NessieCatalog | {vaultRef: {name: l}, database: {cnpgCluster: a}, pod: {environment: {DB_PASSWORD: x}}} | environment
          NessieBackup  | {type: full}                                                                     | catalogRef
          NessieBackup  | {catalogRef: {name: l}, type: half}                                              | type
          NessieRestore | {catalogRef: {name: l}}                                                          | source
          NessieRestore | {catalogRef: {name: l}, source: {}}                                              | one of backup and to
          NessieRestore | {catalogRef: {name: l}, source: {backup: a, to: b}}                              | one of backup and to
          NessieRestore | {catalogRef: {name: l}, source: {backup: --vault=x}}                             | backup
          NessieRestore | {catalogRef: {name: l}, source: {backup: a, exclusive: true}}                    | exclusive
          NessieRestore | {catalogRef: {name: l}, source: {backup: a}, approval: 'yes'}                    | approval
          NessieRestore | {catalogRef: {name: l}, source: {backup: a}, reference: {name: --yes}}           | name
          NessieRestore | {catalogRef: {name: l}, source: {backup: a}, reference: {name: a}, tables: {reference: a, keys: [b]}} | one of reference and tables
          NessieRestore | {catalogRef: {name: l}, source: {backup: a}, tables: {reference: a, keys: []}}   | keys
          NessieRestore | {catalogRef: {name: l}, source: {to: 20m}, reference: {name: a}}                 | source.backup
          NessieRestore | {catalogRef: {name: l}, source: {backup: a}, reference: {name: a}, undo: true}   | undo
          NessieDrill   | {catalogRef: {name: l}, source: {backup: a, to: b}}                              | one of backup and to
          """)
  void whatMakesNoSenseIsRefused(String kind, String spec, String why) {
    assertThatThrownBy(() -> apply(resource(kind, name(), spec)))
        .isInstanceOf(KubernetesClientException.class)
        .satisfies(e -> assertThat(((KubernetesClientException) e).getCode()).isIn(400, 422))
        .hasMessageContaining(why);
  }

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NessieVault   | {uri: 's3://a/b'}                                                       | {uri: 's3://a/c'}                                                         | cannot change
          NessieVault   | {uri: 's3://a/b'}                                                       | {claim: {size: 1Gi}}                                                      | cannot change
          NessieVault   | {claim: {folder: a}}                                                    | {claim: {folder: b}}                                                      | cannot change
          NessieBackup  | {catalogRef: {name: l}}                                                 | {catalogRef: {name: l}, type: full}                                       | cannot change
          NessieDrill   | {catalogRef: {name: l}}                                                 | {catalogRef: {name: k}}                                                   | cannot change
          NessieRestore | {catalogRef: {name: l}, source: {backup: a}}                            | {catalogRef: {name: k}, source: {backup: a}}                              | cannot change
          NessieRestore | {catalogRef: {name: l}, source: {backup: a}}                            | {catalogRef: {name: l}, source: {backup: b}}                              | cannot change
          NessieRestore | {catalogRef: {name: l}, source: {backup: a}}                            | {catalogRef: {name: l}, source: {backup: a}, reference: {name: a}}        | cannot change
          NessieRestore | {catalogRef: {name: l}, source: {backup: a}, reference: {name: a}}      | {catalogRef: {name: l}, source: {backup: a}, reference: {name: b}}        | cannot change
          NessieRestore | {catalogRef: {name: l}, source: {backup: a}, undo: true}                | {catalogRef: {name: l}, source: {backup: a}}                              | stays so
          """)
  void whatCannotChangeIsRefused(String kind, String before, String after, String why) {
    String name = name();
    apply(resource(kind, name, before));

    assertThatThrownBy(() -> apply(resource(kind, name, after)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(why);
  }

  @Test
  void approvalMayBeGivenAndCorrectedUntilTheRestoreHasBegun() {
    String name = name();
    apply(resource("NessieRestore", name, RESTORE));
    apply(resource("NessieRestore", name, approved("0123456789abcdef")));
    apply(resource("NessieRestore", name, approved("fedcba9876543210")));
    GenericKubernetesResource begun =
        client
            .genericKubernetesResources("nessie-backup.org/v1alpha1", "NessieRestore")
            .inNamespace(NAMESPACE)
            .withName(name)
            .get();
    begun.setAdditionalProperty("status", Map.of("startedAt", "2026-11-30T02:00:00Z"));
    client.resource(begun).updateStatus();

    assertThatThrownBy(() -> apply(resource("NessieRestore", name, approved("0123456789abcdef"))))
        .hasMessageContaining("it has begun");
    assertThatThrownBy(() -> apply(resource("NessieRestore", name, RESTORE)))
        .hasMessageContaining("it has begun");
  }

  private static String approved(String digest) {
    return RESTORE.substring(0, RESTORE.length() - 1) + ", approval: '" + digest + "'}";
  }

  @Test
  void namesOfCatalogsLeaveRoomForTheirCronJobs() {
    assertThatThrownBy(() -> apply(resource("NessieCatalog", "a".repeat(41), CATALOG)))
        .isInstanceOf(KubernetesClientException.class);
    assertThatCode(() -> apply(resource("NessieCatalog", "a".repeat(40), CATALOG)))
        .doesNotThrowAnyException();
  }

  static List<CronJob> cronJobs() {
    YAMLMapper yaml = new YAMLMapper();
    ObjectNode catalog = (ObjectNode) yaml.readTree(CATALOG);
    catalog.putObject("drill").put("enabled", true).putObject("nessie").put("image", "nessie:1");
    catalog.putObject("verifyFiles").put("enabled", true);
    catalog.putObject("release").put("enabled", true);
    return new CatalogObjects(
            new Installation(
                "lake", "lake-nessie-backup", NAMESPACE, "default", "nessie-backup:1", "1"),
            Values.of(catalog, yaml.readTree(VAULT)))
        .cronJobs();
  }

  @ParameterizedTest
  @MethodSource("cronJobs")
  void podIsTakenWherePodsAreRestricted(CronJob cronJob) {
    PodTemplateSpec template = cronJob.getSpec().getJobTemplate().getSpec().getTemplate();
    Pod pod =
        new PodBuilder()
            .withMetadata(template.getMetadata())
            .editMetadata()
            .withName(name())
            .withNamespace(NAMESPACE)
            .endMetadata()
            .withSpec(template.getSpec())
            .editSpec()
            .withServiceAccountName(null)
            .endSpec()
            .build();

    assertThatCode(() -> client.resource(pod).dryRun(true).create()).doesNotThrowAnyException();
  }

  @Test
  void podThatIsNotRestrictedIsRefusedThere() {
    Pod bare =
        new PodBuilder()
            .withNewMetadata()
            .withName(name())
            .withNamespace(NAMESPACE)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("bare")
            .withImage("busybox")
            .endContainer()
            .endSpec()
            .build();

    assertThatThrownBy(() -> client.resource(bare).dryRun(true).create())
        .hasMessageContaining("restricted");
  }

  @Test
  void operatorMakesTheObjectsOfACatalogAndMendsThem() throws Exception {
    apply(resource("NessieVault", "lake", VAULT));
    apply(resource("NessieCatalog", "lake", CATALOG));
    var status = client.batch().v1().cronjobs().inNamespace(NAMESPACE).withName(STATUS);
    whileAnOperatorWorks(
        () -> {
          status.waitUntilCondition(Objects::nonNull, 60, TimeUnit.SECONDS);
          status.edit(now -> now.edit().editSpec().withSuspend(true).endSpec().build());
          status.waitUntilCondition(
              now -> now != null && !Boolean.TRUE.equals(now.getSpec().getSuspend()),
              60,
              TimeUnit.SECONDS);

          String first = status.get().getMetadata().getUid();
          status.delete();
          status.waitUntilCondition(
              now -> now != null && !now.getMetadata().getUid().equals(first),
              60,
              TimeUnit.SECONDS);
        });
  }

  private static void whileAnOperatorWorks(Runnable seen) throws Exception {
    WorkContext context = new TestContext().context();
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        CatalogOperator operator = CatalogOperator.start(options(), context, note -> {})) {
      Future<?> work =
          thread.submit(
              () -> {
                operator.work();
                return null;
              });
      try {
        seen.run();
        assertThat(operator.address()).isNotEmpty();
      } finally {
        context.cancellation().request();
      }
      work.get();
    }
  }

  @Test
  void placeOfAPlanIsWrittenDownWithItsJob() throws Exception {
    apply(resource("NessieVault", "lake", VAULT));
    apply(resource("NessieCatalog", "lake", CATALOG));
    String name = name();
    apply(resource("NessieRestore", name, RESTORE));
    var restore =
        client
            .genericKubernetesResources("nessie-backup.org/v1alpha1", "NessieRestore")
            .inNamespace(NAMESPACE)
            .withName(name);
    whileAnOperatorWorks(
        () -> {
          GenericKubernetesResource planned =
              restore.waitUntilCondition(
                  now -> now != null && now.get("status", "planJob", "name") != null,
                  60,
                  TimeUnit.SECONDS);
          assertThat((String) planned.get("status", "target")).hasSize(16);
          String job = planned.get("status", "planJob", "name");
          assertThat(client.batch().v1().jobs().inNamespace(NAMESPACE).withName(job).get())
              .isNotNull();
        });
  }

  @Test
  void whatThePluginAsksForIsTakenAndReadBack() {
    apply(resource("NessieVault", "lake", VAULT));
    apply(resource("NessieCatalog", "lake", CATALOG));
    try (Cluster cluster = connect()) {
      DeclaredCatalog catalog = DeclaredCatalog.find(cluster, Optional.of("lake")).orElseThrow();
      Request.make(catalog, ObjectKind.NESSIE_BACKUP, catalog.spec().put("type", "full"));
      ObjectNode spec = catalog.spec();
      spec.putObject("source").put("to", "2026-11-30T02:00:00Z");
      Request restore = Request.make(catalog, ObjectKind.NESSIE_RESTORE, spec);
      say(restore, Map.of("planDigest", DIGEST, "plannedAt", NOON), said("Approved", "False", 1));

      assertThat(Request.planned(cluster, DIGEST)).contains(restore);
      restore.approve(DIGEST);
      assertThat(restore.read().at("/spec/approval").asString("")).isEqualTo(DIGEST);
      assertThat(restore.read().at("/metadata/generation").asLong()).isEqualTo(2);

      Map<String, Object> done =
          Map.of(
              "planDigest", DIGEST, "startedAt", NOON, "completedAt", NOON, "keptSchema", "kept");
      say(restore, done, said("Complete", "True", 2));
      assertThat(restore.await(RequestStep.RESTORE, Duration.ofMinutes(1), line -> {}).done())
          .isTrue();
      assertThat(Request.undoable(catalog)).contains(restore);
      restore.undo();
      assertThat(restore.read().at("/spec/undo").asBoolean(false)).isTrue();
    }
  }

  private static Cluster connect() {
    WorkContext context = new TestContext().context();
    return Cluster.connect(
        new ClusterOptions(
            Optional.of(Path.of(System.getProperty("nessiebackup.kubeconfig"))),
            Optional.empty(),
            Optional.of(NAMESPACE),
            ClusterOptions.DEFAULT.answerWithin()),
        context,
        Sleeper.stoppedBy(context.cancellation()));
  }

  private static Map<String, Object> said(String type, String status, long generation) {
    return Map.of(
        "type",
        type,
        "status",
        status,
        "reason",
        "AsATestSays",
        "message",
        "as a test says it",
        "observedGeneration",
        generation,
        "lastTransitionTime",
        NOON);
  }

  /** As an operator would. */
  private static void say(
      Request request, Map<String, Object> status, Map<String, Object> condition) {
    GenericKubernetesResource object =
        client
            .genericKubernetesResources("nessie-backup.org/v1alpha1", request.kind().kind())
            .inNamespace(NAMESPACE)
            .withName(request.name())
            .get();
    Map<String, Object> all = new HashMap<>(status);
    all.put("conditions", List.of(condition));
    object.setAdditionalProperty("status", all);
    client.resource(object).updateStatus();
  }

  private static OperatorOptions options() {
    return new OperatorOptions(
        new OperatorOptions.Scope.Named(Set.of(NAMESPACE)),
        "nessie-backup:1",
        "default",
        "1",
        InetSocketAddress.createUnresolved("127.0.0.1", 0),
        NAMESPACE);
  }

  private static String name() {
    return "t-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static String resource(String kind, String name, String spec) {
    return """
    apiVersion: nessie-backup.org/v1alpha1
    kind: %s
    metadata: {name: %s, namespace: %s}
    spec: %s
    """
        .formatted(kind, name, NAMESPACE, spec);
  }

  private static void apply(String yaml) {
    GenericKubernetesResource object =
        client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    client
        .resource(object)
        .fieldValidation(FieldValidateable.Validation.STRICT)
        .fieldManager("nessie-backup-test")
        .forceConflicts()
        .serverSideApply();
  }
}
