package org.nessiebackup.kubernetes.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.kubernetes.api.ApiAccess;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeOptions;
import org.nessiebackup.kubernetes.exchange.ExchangePlan;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.kubernetes.exchange.ExchangeReport.Outcome;
import org.nessiebackup.kubernetes.exchange.WorkloadExchange;
import org.nessiebackup.kubernetes.lease.WorkloadLease;
import org.nessiebackup.kubernetes.testbed.ApiFaults.Trouble;
import org.nessiebackup.kubernetes.testbed.ApiRequest;
import org.nessiebackup.kubernetes.testbed.PodProcess.State;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.WorkScene;
import org.nessiebackup.kubernetes.undo.UndoExchange;
import org.nessiebackup.kubernetes.workload.PausedCronJob;
import org.nessiebackup.kubernetes.workload.WorkloadKind;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import org.nessiebackup.kubernetes.workload.WorkloadPermissions;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.restore.RestoreReport;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.vault.point.PointSelector;

/** A restore on Kubernetes, and all that gets in its way. */
class RestoreExchangeTest {
  private static final RestoreRequest LATEST =
      new RestoreRequest(
          Optional.of(new PointSelector.Named("latest", true)), Optional.empty(), 2, false);
  private static final WorkloadName NAME =
      new WorkloadName(WorkloadKind.DEPLOYMENT, TestCluster.NAMESPACE, "nessie");

  @TempDir static Path folder;
  private static WorkScene scene;

  @BeforeAll
  static void start() {
    scene =
        WorkScene.withDeployment(folder, 1)
            .withCronJob("nessie-gc", null)
            .withCronJob("nessie-cleanup", true);
  }

  @AfterEach
  void startOver() {
    scene.cluster().faults().clear();
    scene.inPauses().clear();
    scene.events();
    scene.startOver();
    scene.scaleByOthers(1);
    scene.settle();
  }

  @AfterAll
  static void end() {
    scene.close();
  }

  private static WorkloadExchange<RestorePlan, RestoreReport> operation(
      ExchangeContext context, ExchangeOptions options, RestoreRequest request) {
    return new WorkloadExchange<>(
        context, options, new RestoreExchange(context, () -> scene.operations().vault(), request));
  }

  private static WorkloadExchange<RestorePlan, RestoreReport> operation(
      ExchangeContext context, ExchangeOptions options) {
    return operation(context, options, LATEST);
  }

  private static ExchangeReport<RestoreReport> restore(ExchangeOptions options) {
    try (ExchangeContext context = scene.exchangeContext()) {
      WorkloadExchange<RestorePlan, RestoreReport> restore = operation(context, options);
      return restore.execute(restore.plan());
    }
  }

  private static ExchangeReport<RestoreReport> restore() {
    return restore(WorkScene.OPTIONS);
  }

  private static BackupException failure(Failure failure, Runnable work) {
    BackupException thrown = catchThrowableOfType(BackupException.class, work::run);
    assertThat(thrown.failure()).as(thrown.toString()).isEqualTo(failure);
    return thrown;
  }

  private static ExchangeOptions options(boolean stopFirst, boolean autoUndo) {
    ExchangeOptions usual = WorkScene.OPTIONS;
    return new ExchangeOptions(
        usual.query(), usual.pauseToo(), usual.nessie(), stopFirst, autoUndo, usual.terms());
  }

  private static void assertPutBack(List<String> catalog, int replicas) {
    scene.settle();
    assertThat(scene.catalog()).isEqualTo(catalog);
    assertThat(scene.replicas()).isEqualTo(replicas);
    assertThat(scene.kubelet().running()).hasSize(replicas);
    assertThat(scene.suspended("nessie-gc").orElse(false)).isFalse();
    assertThat(scene.suspended("nessie-cleanup")).contains(true);
    assertThat(scene.leftBehind()).isEmpty();
  }

  @Test
  void restoreStopsNessieSwapsAndStartsItAgain() {
    scene.scaleByOthers(3);
    scene.settle();
    ExchangeReport<RestoreReport> report = restore();
    assertPutBack(scene.backedUp(), 3);
    assertThat(report.result().outcome()).isEqualTo(Outcome.EXCHANGED);
    assertThat(report.references().orElseThrow()).isGreaterThan(3);
    assertThat(report.times().downtime()).isPresent();
    assertThat(report.database()).isPresent();
    assertThat(scene.context().warnings()).isEmpty();
    assertThat(scene.events())
        .containsExactly(
            "NessieRestoreStarted",
            "NessieStopped",
            "NessieCatalogSwapped",
            "NessieStarted",
            "NessieRestoreCompleted");
  }

  @Test
  void planAloneChangesNothing() {
    int before = scene.cluster().requests().size();
    try (ExchangeContext context = scene.exchangeContext()) {
      ExchangePlan<RestorePlan> plan = operation(context, WorkScene.OPTIONS).plan();
      assertThat(plan.workload().cronJobs()).hasSize(2);
      assertThat(plan.workload().replicas()).isEqualTo(1);
    }
    List<ApiRequest> all = scene.cluster().requests();
    assertThat(all.subList(before, all.size())).noneMatch(ApiRequest::changes);
    assertPutBack(scene.served(), 1);
  }

  @Test
  void nessieWithoutPodsStaysWithoutAndIsNotAsked() {
    scene.scaleByOthers(0);
    scene.settle();
    ExchangeReport<RestoreReport> report = restore();
    assertPutBack(scene.backedUp(), 0);
    assertThat(report.references()).isEmpty();
    assertThat(report.notes()).singleElement().asString().contains("was not asked");
  }

  @Test
  void statefulSetIsStoppedAndStartedJustSo(@TempDir Path other) {
    try (WorkScene set = new WorkScene(other, SampleWorkload.statefulSet("nessie", "lake", 2));
        ExchangeContext context = set.exchangeContext()) {
      WorkloadExchange<RestorePlan, RestoreReport> restore =
          new WorkloadExchange<>(
              context,
              WorkScene.OPTIONS,
              new RestoreExchange(context, () -> set.operations().vault(), LATEST));
      restore.execute(restore.plan());
      assertThat(set.catalog()).isEqualTo(set.backedUp());
      assertThat(set.kubelet().running()).hasSize(2);
    }
  }

  @Test
  void stopFirstMeansBeforeLoading() {
    int[] running = {-1};
    Progress progress =
        scene.during("loading into staging", () -> running[0] = scene.kubelet().running().size());
    try (ExchangeContext context =
        scene.exchangeContext(progress, cancellation -> scene.sleeper())) {
      WorkloadExchange<RestorePlan, RestoreReport> restore =
          operation(context, options(true, true));
      restore.execute(restore.plan());
    }
    assertThat(running[0]).isZero();
    assertPutBack(scene.backedUp(), 1);
  }

  @Test
  void nessieThatDoesNotStartGetsItsFormerCatalogBack() {
    scene.nextPod(new ScriptedPod(State.CRASHED).logs("no such column\n"));
    BackupException failure = failure(Failure.NESSIE, RestoreExchangeTest::restore);
    assertThat(failure)
        .hasMessageContainingAll(
            "was taken back",
            "the former catalog serves again",
            "CrashLoopBackOff",
            "no such column");
    assertPutBack(scene.served(), 1);
    assertThat(scene.events()).endsWith("NessieRestoreUndone");
  }

  @Test
  void nessieThatShowsOtherReferencesGetsItsFormerCatalogBack() {
    scene.nextPodServes("elsewhere");
    BackupException failure = failure(Failure.NESSIE, RestoreExchangeTest::restore);
    assertThat(failure)
        .hasMessageContainingAll("was taken back", "other references", "branch \"stray\"");
    assertPutBack(scene.served(), 1);
  }

  @Test
  void withoutAutoUndoTheCatalogStaysAndAbortTakesItBack() {
    scene.nextPod(new ScriptedPod(State.CRASHED));
    BackupException failure = failure(Failure.NESSIE, () -> restore(options(false, false)));
    assertThat(failure).hasMessageContaining("the catalog is exchanged");
    assertThat(failure.hint().orElseThrow()).contains("`restore --kubernetes --abort`");
    assertThat(scene.catalog()).isEqualTo(scene.backedUp());
    try (ExchangeContext context = scene.exchangeContext()) {
      ExchangeReport<RestoreReport> report = operation(context, WorkScene.OPTIONS).abort();
      assertThat(report.result().outcome()).isEqualTo(Outcome.PUT_BACK);
    }
    assertPutBack(scene.served(), 1);
  }

  @Test
  void whoScalesUpInBetweenIsNoticedAndNamed() {
    scene.withAutoscaler("nessie-hpa");
    scene.inPauses().add(() -> scene.scaleByOthers(1));
    BackupException failure = failure(Failure.TARGET_GUARDED, RestoreExchangeTest::restore);
    assertThat(failure)
        .hasMessageContainingAll("everything put back", "was scaled up to 1 by somebody else");
    assertThat(failure.hint().orElseThrow())
        .contains("a person or a program", "\"nessie-hpa\" is inactive at 0");
    assertPutBack(scene.served(), 1);
    assertThat(scene.events()).contains("NessieScaledByOthers");
  }

  @Test
  void whoScalesUpRightBeforeTheSwapIsNoticed() throws SQLException {
    Connection session = scene.connectAsNessie();
    scene.inPauses().add(() -> {});
    scene
        .inPauses()
        .add(
            () -> {
              scene.scaleByOthers(1);
              close(session);
            });
    failure(Failure.TARGET_GUARDED, RestoreExchangeTest::restore);
    assertPutBack(scene.served(), 1);
  }

  private static void close(Connection session) {
    try {
      session.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoStaysConnectedIsNamed() throws SQLException {
    try (Connection session = scene.connectAsNessie()) {
      assertThat(session.isValid(5)).isTrue();
      BackupException failure = failure(Failure.TARGET_GUARDED, RestoreExchangeTest::restore);
      assertThat(failure).hasMessageContainingAll("the catalog is in use", "is connected");
    }
    assertPutBack(scene.served(), 1);
  }

  @Test
  void aBackupThatRunsIsWaitedFor() {
    Session backup = scene.database().database().open(scene.context().cancellation());
    CatalogLock.acquire(backup, WorkScene.SCHEMA);
    scene.inPauses().add(backup::close);
    restore();
    assertPutBack(scene.backedUp(), 1);
  }

  @Test
  void apiServerThatStumblesIsAskedAgain() {
    for (int i = 0; i < 12; i++) {
      int status = List.of(500, 410, 503, 429).get(i % 4);
      scene.cluster().faults().refuse(status, 5 * i, 1, request -> true);
      scene.cluster().faults().refuse(409, 3 * i, 1, RestoreExchangeTest::builds);
      scene.cluster().faults().add(Trouble.ANSWER_LOST, 4 * i, 1, ApiRequest::changes);
      scene.cluster().faults().add(Trouble.CUT, 7 * i, 1, request -> true);
    }
    restore();
    assertPutBack(scene.backedUp(), 1);
  }

  /** On a version that may not be the newest any more. */
  private static boolean builds(ApiRequest request) {
    return (request.verb().equals("patch") || request.verb().equals("update"))
        && !request.resource().equals("leases");
  }

  @Test
  void apiServerThatIsGoneLeavesAStateThatTheNextCallTakesUp() {
    scene.nextPod(new ScriptedPod(State.STARTING));
    scene
        .inPauses()
        .addAll(
            List.of(
                () -> {},
                () -> {},
                () -> scene.cluster().faults().refuse(503, 0, Integer.MAX_VALUE, r -> true)));
    BackupException failure = failure(Failure.CLUSTER, RestoreExchangeTest::restore);
    assertThat(failure)
        .hasMessageContaining("how many pods \"deployment/nessie\" has is not known");
    assertThat(failure.hint().orElseThrow()).contains("`restore --kubernetes` goes on from here");
    scene.cluster().faults().clear();
    scene.scaleByOthers(0);
    scene.settle();
    restore();
    assertPutBack(scene.backedUp(), 1);
  }

  @Test
  void everyPermissionThatIsMissingIsNamedBeforeAnythingIsDone() {
    List<Permission> all =
        Stream.of(
                WorkloadPermissions.toFind(WorkloadQuery.ANY),
                WorkloadPermissions.toExchange(NAME, ApiAccess.POD_PROXY.permissions()),
                WorkloadPermissions.toPause(
                    Stream.of("nessie-cleanup", "nessie-gc")
                        .map(job -> new PausedCronJob(job, Optional.empty()))
                        .toList()))
            .flatMap(List::stream)
            .toList();
    for (Permission missing : all) {
      allow(all.stream().filter(permission -> !permission.equals(missing)).toList());
      BackupException failure = failure(Failure.PERMISSION, RestoreExchangeTest::restore);
      assertThat(failure).hasMessageContaining(missing.toString());
    }
    allow(all);
    assertPutBack(scene.served(), 1);
    restore();
    assertPutBack(scene.backedUp(), 1);
  }

  private static void allow(List<Permission> permissions) {
    List<PolicyRule> rules =
        permissions.stream()
            .map(
                permission ->
                    new PolicyRuleBuilder()
                        .withApiGroups(permission.group())
                        .withResources(permission.resource())
                        .withVerbs(permission.verb())
                        .withResourceNames(permission.name().stream().toList())
                        .build())
            .toList();
    scene
        .cluster()
        .rules()
        .forget(TestCluster.OPERATOR)
        .allow(TestCluster.OPERATOR, TestCluster.NAMESPACE, rules);
  }

  @Test
  void twoRestoresExcludeEachOther() {
    try (ExchangeContext other = scene.exchangeContext();
        WorkloadLease lease =
            WorkloadLease.acquire(
                other.cluster(),
                other.cluster(),
                NAME,
                "a colleague",
                WorkScene.OPTIONS.terms().lease())) {
      scene.inPauses().add(lease::check);
      BackupException failure = failure(Failure.LOCKED, RestoreExchangeTest::restore);
      assertThat(failure).hasMessageContaining("\"a colleague\"");
    }
    assertPutBack(scene.served(), 1);
  }

  @Test
  void whoLosesTheLeaseDoesNoMore() {
    scene.inPauses().add(() -> scene.holder("a thief"));
    BackupException failure = failure(Failure.LOCKED, RestoreExchangeTest::restore);
    assertThat(failure).hasMessageContainingAll("was lost", "the catalog is the former one");
    assertThat(scene.catalog()).isEqualTo(scene.served());
    assertThat(scene.replicas()).isZero();
    scene.holder("");
    restore();
    assertPutBack(scene.backedUp(), 1);
  }

  @Test
  void requestToStopBeforeTheSwapPutsEverythingBack() {
    interrupt(scene.during("loading into staging", this::askToStop));
    assertPutBack(scene.served(), 1);
    scene.startOver();
    scene.inPauses().add(this::askToStop);
    interrupt(scene.during("nothing", () -> {}));
    assertPutBack(scene.served(), 1);
  }

  private void askToStop() {
    scene.context().cancellation().request();
  }

  private static void interrupt(Progress progress) {
    try (ExchangeContext context =
        scene.exchangeContext(progress, cancellation -> scene.sleeper())) {
      WorkloadExchange<RestorePlan, RestoreReport> restore = operation(context, WorkScene.OPTIONS);
      ExchangePlan<RestorePlan> plan = restore.plan();
      failure(Failure.INTERRUPTED, () -> restore.execute(plan));
    }
  }

  @Test
  void requestToStopAfterTheSwapDoesNotLeaveNessieDown() {
    try (ExchangeContext context =
        scene.exchangeContext(
            scene.during("waiting until Nessie's pods are ready", this::askToStop),
            cancellation -> scene.sleeper())) {
      WorkloadExchange<RestorePlan, RestoreReport> restore = operation(context, WorkScene.OPTIONS);
      restore.execute(restore.plan());
    }
    assertPutBack(scene.backedUp(), 1);
  }

  @Test
  void latestGoesOnWithTheBackupThatWasBegun() {
    interruptAtTheEnd();
    String begun = scene.backup().id().value();
    String newer = scene.operations().full().id().value();
    try (ExchangeContext context = scene.exchangeContext()) {
      WorkloadExchange<RestorePlan, RestoreReport> restore = operation(context, WorkScene.OPTIONS);
      BackupException refused =
          failure(
              Failure.TARGET_GUARDED,
              () ->
                  operation(
                          context,
                          WorkScene.OPTIONS,
                          new RestoreRequest(
                              Optional.of(new PointSelector.Named(newer, true)),
                              Optional.empty(),
                              2,
                              false))
                      .plan());
      assertThat(refused).hasMessageContainingAll("the restore of another backup", begun);
      ExchangePlan<RestorePlan> plan = restore.plan();
      assertThat(plan.catalog().target().source()).contains(begun);
      assertThat(plan.workload().resumed()).isPresent();
      assertThat(restore.execute(plan).result().resumed()).isTrue();
    }
    assertPutBack(scene.backedUp(), 1);
    scene.forget(newer);
  }

  /** Stops for good when Nessie is about to start. */
  private static void interruptAtTheEnd() {
    scene
        .cluster()
        .faults()
        .refuse(
            403, 0, Integer.MAX_VALUE, r -> r.changes() && r.body().contains("\\\"checking\\\""));
    failure(Failure.PERMISSION, RestoreExchangeTest::restore);
    scene.cluster().faults().clear();
    assertThat(scene.catalog()).isEqualTo(scene.backedUp());
  }

  @Test
  void anotherKindOfWorkIsNotTakenUp() {
    interruptAtTheEnd();
    try (ExchangeContext context = scene.exchangeContext()) {
      BackupException refused =
          failure(
              Failure.TARGET_GUARDED,
              () ->
                  new WorkloadExchange<>(
                          context,
                          WorkScene.OPTIONS,
                          new UndoExchange(
                              context, new UndoOptions(Optional.empty(), false), Optional.empty()))
                      .plan());
      assertThat(refused.hint().orElseThrow()).contains("`restore --kubernetes`");
    }
    refuseWhileSomebodyIsAtWork();
    try (ExchangeContext context = scene.exchangeContext()) {
      operation(context, WorkScene.OPTIONS).abort();
    }
    assertPutBack(scene.served(), 1);
  }

  /** The process that has begun it lives: nothing to finish, only to wait for. */
  private static void refuseWhileSomebodyIsAtWork() {
    try (ExchangeContext anna = scene.exchangeContext();
        WorkloadLease lease =
            WorkloadLease.acquire(
                anna.cluster(),
                anna.cluster(),
                NAME,
                "anna@laptop",
                WorkScene.OPTIONS.terms().lease());
        ExchangeContext context = scene.exchangeContext()) {
      scene.inPauses().add(lease::check);
      BackupException undo =
          failure(
              Failure.LOCKED,
              () ->
                  new WorkloadExchange<>(
                          context,
                          WorkScene.OPTIONS,
                          new UndoExchange(
                              context, new UndoOptions(Optional.empty(), false), Optional.empty()))
                      .plan());
      assertThat(undo).hasMessageContaining("\"anna@laptop\"");
      scene.inPauses().add(lease::check);
      RestoreRequest other =
          new RestoreRequest(
              Optional.of(new PointSelector.Named("20200101T000000Z-0000", true)),
              Optional.empty(),
              2,
              false);
      failure(Failure.LOCKED, () -> operation(context, WorkScene.OPTIONS, other).plan());
    }
  }

  /** Its annotation had another name. */
  @Test
  void restoreThatAnOlderVersionHasBegunIsFinished() {
    interruptAtTheEnd();
    scene
        .cluster()
        .client()
        .apps()
        .deployments()
        .inNamespace(NAME.namespace())
        .withName(NAME.name())
        .edit(
            deployment -> {
              Map<String, String> annotations = deployment.getMetadata().getAnnotations();
              String begun = annotations.remove("nessie-backup.org/exchange");
              annotations.put("nessie-backup.org/restore", begun);
              return deployment;
            });
    assertThat(restore().result().resumed()).isTrue();
    assertPutBack(scene.backedUp(), 1);
    assertThat(scene.leftBehind()).isEmpty();
  }
}
