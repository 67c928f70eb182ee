package org.nessiebackup.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.testbed.AccessRules;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.PodProcess.State;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.kubernetes.testbed.StandInNessie;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.workload.ScaleTimeouts;
import org.nessiebackup.kubernetes.workload.Scaler;
import org.nessiebackup.kubernetes.workload.WorkloadPermissions;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessieapi.NessieApi;
import org.nessiebackup.testing.TestDatabase;

class ApiFinderTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static TestDatabase database;

  @TempDir Path folder;
  private ClusterScene scene;

  @BeforeAll
  static void createCatalog() {
    database = TestDatabase.create().withCatalog("nessie");
  }

  @AfterAll
  static void dropCatalog() {
    database.close();
  }

  @BeforeEach
  void start() {
    scene = new ClusterScene(folder).withPods(StandInNessie.program(database::connect, "nessie"));
    scene.cluster.client().resource(SampleWorkload.deployment("nessie", "lake", 1)).create();
    scene.settle();
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private NessieApi open(Optional<URI> address, Optional<Secret> token) {
    return new ApiFinder(scene.connection).open(scene.workload(), address, token);
  }

  private NessieApi throughTheApiServer() {
    return open(Optional.empty(), Optional.empty());
  }

  private static NavigableSet<NessieReference> references(NessieApi nessie) {
    return nessie.await(LIMIT, nessie::references, () -> {});
  }

  private static List<String> inTheDatabase() {
    return database.query(
        """
        SELECT regexp_replace(ref_name, '^refs/(heads|tags)/', '') || ' '
          || encode(pointer, 'hex') FROM nessie.refs2
        WHERE repo = '' AND NOT deleted AND ref_name LIKE 'refs/%'\
        """);
  }

  private static void assertFailure(Throwable thrown, Failure failure) {
    assertThat(thrown)
        .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
        .returns(failure, BackupException::failure);
  }

  @Test
  void allPagesOfReferencesAreReadThroughTheApiServer() {
    NessieApi nessie = throughTheApiServer();
    assertThat(nessie.await(LIMIT, nessie::config, () -> {}).defaultBranch()).isEqualTo("main");
    assertThat(nessie.references())
        .hasSizeGreaterThan(2)
        .extracting(reference -> reference.name() + " " + reference.hash())
        .containsExactlyInAnyOrderElementsOf(inTheDatabase());
    assertThat(nessie.references())
        .filteredOn(reference -> reference.name().equals("main"))
        .extracting(NessieReference::kind)
        .containsExactly(NessieReference.Kind.BRANCH);
  }

  @Test
  void addressThatIsGivenIsAskedDirectlyHoweverItIsWritten() {
    int port = scene.kubelet().running().getFirst().port();
    for (String path : new String[] {"", "/", "/api", "/api/v2", "/api/v1/"}) {
      URI address = URI.create("http://127.0.0.1:" + port + path);
      NessieApi nessie = open(Optional.of(address), Optional.of(new Secret("a token")));
      assertThat(references(nessie)).isEqualTo(throughTheApiServer().references());
      assertThat(nessie.config()).isEqualTo(throughTheApiServer().config());
    }
  }

  @Test
  void podThatIsNotReadyYetIsWaitedFor() {
    List<PodProcess> running = scene.kubelet().running();
    new Scaler(scene.connection, ScaleTimeouts.DEFAULT).stop(scene.workload().name());
    assertThat(running).allMatch(pod -> pod.state() == State.ENDED);
    NessieApi api = throughTheApiServer();
    scene.inPauses.add(() -> {});
    scene.inPauses.add(
        () ->
            scene
                .cluster
                .client()
                .apps()
                .deployments()
                .inNamespace(TestCluster.NAMESPACE)
                .withName("nessie")
                .scale(1));
    assertThat(references(api)).extracting(NessieReference::name).contains("main");
  }

  @Test
  void nessieThatNeverAnswersIsGivenUpWithItsLastAnswer() {
    new Scaler(scene.connection, ScaleTimeouts.DEFAULT).stop(scene.workload().name());
    assertThatThrownBy(() -> references(throughTheApiServer()))
        .hasMessageContainingAll("within 10 s", "no pod of \"deployment/nessie\" is ready")
        .satisfies(e -> assertFailure(e, Failure.NESSIE));
    scene.kubelet().run(pod -> new ScriptedPod(State.READY));
    new Scaler(scene.connection, ScaleTimeouts.DEFAULT).start(scene.workload().name(), 1);
    assertThatThrownBy(() -> references(throughTheApiServer()))
        .hasMessageContaining("answers 503")
        .satisfies(e -> assertFailure(e, Failure.NESSIE));
    assertThatThrownBy(
            () -> open(Optional.of(URI.create("http://127.0.0.1:1")), Optional.empty()).config())
        .satisfies(e -> assertFailure(e, Failure.NESSIE));
  }

  @Test
  void answerThatIsNoneOfNessiesIsNotTakenForOne() {
    database.execute("ALTER TABLE nessie.refs2 RENAME TO gone");
    try {
      assertThatThrownBy(() -> references(throughTheApiServer()))
          .hasMessageContaining("answers 500")
          .satisfies(e -> assertFailure(e, Failure.NESSIE));
    } finally {
      database.execute("ALTER TABLE nessie.gone RENAME TO refs2");
    }
  }

  @Test
  void missingRightToAskAPodIsSaidAtOnce() {
    NessieApi api = throughTheApiServer();
    List<Permission> looking = WorkloadPermissions.toLook(scene.workload().name());
    scene
        .cluster
        .rules()
        .forget(TestCluster.OPERATOR)
        .allow(
            TestCluster.OPERATOR,
            TestCluster.NAMESPACE,
            looking.stream().map(AccessRules::rule).toList());
    assertThatThrownBy(() -> references(api)).satisfies(e -> assertFailure(e, Failure.PERMISSION));
    assertThat(scene.pauses()).isZero();
  }

  @Test
  void tokenIsNotSentWhereItWouldNotArrive() {
    assertThatThrownBy(() -> open(Optional.empty(), Optional.of(new Secret("a token"))))
        .satisfies(e -> assertFailure(e, Failure.USAGE));
  }

  @Test
  void serviceInFrontOfThePodsIsFound() {
    ApiFinder routes = new ApiFinder(scene.connection);
    assertThatThrownBy(() -> routes.service(scene.workload()))
        .satisfies(e -> assertFailure(e, Failure.WORKLOAD_NOT_FOUND));
    scene.cluster.client().resource(SampleWorkload.service("other", "other", 80)).create();
    scene.cluster.client().resource(SampleWorkload.service("lake-nessie", "lake", 8080)).create();
    assertThat(routes.service(scene.workload()))
        .isEqualTo(URI.create("http://lake-nessie.data-platform.svc:8080"));
  }
}
