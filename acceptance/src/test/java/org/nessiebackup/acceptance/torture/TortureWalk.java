package org.nessiebackup.acceptance.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.acceptance.figures.Figures;
import org.nessiebackup.acceptance.trials.TriedOperation;
import org.nessiebackup.acceptance.trials.TriedOperations;
import org.nessiebackup.acceptance.trials.TriedVault;
import org.nessiebackup.backup.BackupOptions.Wanted;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.store.ObjectStore;

/** The steps of a walk, each of which ends with a look at what has to be true always. */
final class TortureWalk {
  private static final String POINT = "point";
  private static final Duration LEASES_END = Duration.ofMinutes(5);

  private final TortureScene scene;
  private final TriedOperations operations;
  private final Figures figures;
  private final List<RecoveryPoint> points = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  /** What the catalog was before its last exchange, if that can be taken back. */
  private Optional<List<String>> before = Optional.empty();

  TortureWalk(TortureScene scene, Figures figures) {
    this.scene = scene;
    this.operations = new TriedOperations(scene.vault(), scene::context);
    this.figures = figures;
  }

  /** Does the next step; answers what it was and what came of it. */
  String step(Random random) throws Exception {
    return switch (random.nextInt(30)) {
      case 0, 1, 2, 3, 4 -> traffic(random);
      case 5, 6, 7, 8, 9, 10, 11, 12 -> backUp(random);
      case 13, 14, 15, 16 -> compare(random);
      case 17, 18, 19 -> restoreInPlace(random);
      case 20 -> undo();
      case 21, 22 -> disturbed(operations.prune(random), disturbance(random, false), random);
      case 23, 24 -> disturbed(operations.copy(), disturbance(random, false), random);
      case 25 -> rewrap(random);
      case 26, 27 -> maintain(random);
      case 28 -> crash();
      default -> scene.clock().jump(random);
    };
  }

  private String traffic(Random random) throws Exception {
    int transactions = 3 + random.nextInt(20);
    new CatalogTraffic(random).run(scene.catalog(), transactions);
    figures.count("transactions", transactions);
    return transactions + " transactions";
  }

  private String backUp(Random random) {
    Wanted wanted =
        switch (random.nextInt(6)) {
          case 0 -> Wanted.FULL;
          case 1 -> Wanted.INCREMENTAL;
          default -> Wanted.AUTO;
        };
    Disturbance disturbance = disturbance(random, true);
    TriedOperation backup = operations.backup(wanted);
    if (random.nextBoolean()) {
      return disturbed(backup, disturbance, random);
    }
    try (Writers writers = Writers.start(scene.catalog(), 2, random.nextLong())) {
      String told = disturbed(backup, disturbance, random);
      figures.count("transactions", writers.transactions());
      return told + ", while others wrote";
    }
  }

  private static Disturbance disturbance(Random random, boolean connected) {
    return switch (random.nextInt(20)) {
      case 0, 1 -> Disturbance.KILLED_BEFORE_CALL;
      case 2, 3, 4 -> Disturbance.KILLED_AFTER_CALL;
      case 5 -> Disturbance.PROCESS_KILLED;
      case 6, 7 -> connected ? Disturbance.CONNECTIONS_CUT : Disturbance.KILLED_AFTER_CALL;
      case 8 -> connected ? Disturbance.SERVER_CRASHED : Disturbance.KILLED_BEFORE_CALL;
      default -> Disturbance.NONE;
    };
  }

  /** Does it, and looks whether what it left is whole. */
  private String disturbed(TriedOperation operation, Disturbance disturbance, Random random) {
    Optional<BackupException> failure = scene.run(operation, disturbance, random);
    figures.count("times " + operation.name(), 1);
    if (disturbance == Disturbance.NONE) {
      // An incremental backup is refused where it would not be safe.
      boolean mayRefuse = operation.name().endsWith("incremental");
      assertThat(failure.filter(e -> !mayRefuse)).as(operation.name()).isEmpty();
    } else {
      figures.count("disturbances: " + disturbance.name().toLowerCase(java.util.Locale.ROOT), 1);
      recover(random);
    }
    notePoints();
    return "%s, %s%s"
        .formatted(
            operation.name(),
            disturbance,
            failure.map(e -> ": " + e.failure() + ": " + e.getMessage()).orElse(""));
  }

  /** The leases of the dead end by themselves, or somebody removes them. */
  private void recover(Random random) {
    scene.settle();
    if (random.nextBoolean()) {
      scene.clock().pass(LEASES_END);
    }
    scene.vault().removeLeases();
  }

  private void notePoints() {
    int epoch = scene.catalog().epoch();
    for (Manifest each : scene.vault().backups(scene.vault().store())) {
      if (known.add(each.id().value())) {
        points.add(RecoveryPoint.of(each, epoch));
      }
    }
  }

  private Set<String> listed(ObjectStore store) {
    Set<String> ids = new HashSet<>();
    scene.vault().backups(store).forEach(each -> ids.add(each.id().value()));
    return ids;
  }

  private String compare(Random random) {
    ObjectStore store = random.nextInt(3) == 0 ? scene.vault().copyStore() : scene.vault().store();
    Set<String> listed = listed(store);
    List<RecoveryPoint> there = points.stream().filter(e -> listed.contains(e.id())).toList();
    if (there.isEmpty()) {
      return "no point to compare in " + store.location();
    }
    RecoveryPoint point = there.get(random.nextInt(there.size()));
    compare(store, point);
    return "compared " + point + " of " + store.location();
  }

  private void compare(ObjectStore store, RecoveryPoint point) {
    boolean equal =
        figures.trial(
            "recovery points restored and compared row by row",
            point.toString(),
            () -> {
              operations.restoreInto(store, scene.database(), point.id(), POINT);
              assertThat(scene.catalog().differences(POINT, point.epoch(), point.snapshot()))
                  .isEmpty();
            });
    scene.catalog().database().execute("DROP SCHEMA IF EXISTS " + POINT + " CASCADE");
    assertThat(equal).as(point.toString()).isTrue();
  }

  private String restoreInPlace(Random random) {
    Set<String> listed = listed(scene.vault().store());
    List<RecoveryPoint> there = points.stream().filter(e -> listed.contains(e.id())).toList();
    if (there.isEmpty()) {
      return "nothing to restore";
    }
    RecoveryPoint point = there.get(random.nextInt(there.size()));
    Disturbance disturbance = disturbance(random, true);
    List<String> old = scene.catalog().database().fingerprint();
    String told = disturbed(operations.restore(point.id()), disturbance, random);
    boolean whole =
        scene.catalog().differences("nessie", point.epoch(), point.snapshot()).isEmpty();
    if (!whole) {
      assertThat(disturbance).as("undisturbed, but not restored").isNotEqualTo(Disturbance.NONE);
      assertThat(scene.catalog().differencesNow()).as("neither old nor new").isEmpty();
      return told + ": the old catalog";
    }
    if (disturbance != Disturbance.NONE && scene.catalog().database().fingerprint().equals(old)) {
      // Nobody knows which exchange an undo would take back.
      before = Optional.empty();
      return told + ": old and new are the same";
    }
    figures.count("catalogs exchanged", 1);
    scene.catalog().beginEpoch();
    before = Optional.of(old);
    if (random.nextInt(3) == 0) {
      operations.release(scene.database());
      before = Optional.empty();
    }
    return told + ": the catalog of " + point;
  }

  private String undo() {
    if (before.isEmpty()) {
      return "nothing to undo";
    }
    List<String> now = scene.catalog().database().fingerprint();
    operations.undo(scene.database());
    assertThat(scene.catalog().database().fingerprint()).as("undone").isEqualTo(before.get());
    before = Optional.of(now);
    scene.catalog().beginEpoch();
    figures.count("undos", 1);
    return "undo";
  }

  private String rewrap(Random random) {
    if (!scene.vault().encrypted()) {
      return "no keys to exchange";
    }
    operations.addRecipient();
    return disturbed(operations.rewrap(), disturbance(random, false), random);
  }

  private String maintain(Random random) {
    String statement =
        switch (random.nextInt(6)) {
          case 0 -> "VACUUM (FULL, FREEZE) nessie.objs2";
          case 1 -> "VACUUM FREEZE nessie.objs2";
          case 2 -> "CLUSTER nessie.objs2 USING objs2_pkey";
          case 3 -> "REINDEX TABLE nessie.objs2";
          case 4 -> "VACUUM FULL nessie.refs2";
          default -> "VACUUM nessie.objs2";
        };
    scene.catalog().database().execute(statement);
    return statement;
  }

  private String crash() {
    scene.crash();
    figures.count("server crashes", 1);
    return "the server crashes";
  }

  /** All that is listed is sound, the next backup works, and prunes clear what was left. */
  void finish(Random random, int comparisons) throws Exception {
    scene.clock().setRight();
    disturbed(operations.backup(Wanted.AUTO), Disturbance.NONE, random);
    compare(scene.vault().store(), points.getLast());
    for (int i = 0; i < comparisons; i++) {
      compare(random);
    }
    for (ObjectStore store : List.of(scene.vault().store(), scene.vault().copyStore())) {
      int backups = scene.vault().backups(store).size();
      if (backups > 0) {
        assertThat(operations.verify(store).sound()).as(store.location()).isTrue();
        figures.count("backups verified", backups);
      }
    }
    ObjectStore store = scene.vault().store();
    // The first one leaves word for writers that may be asleep, the second one removes that, too:
    // also what a clock that was years ahead has dated.
    for (int i = 0; i < 2; i++) {
      scene.clock().pass(Duration.ofDays(365 * 4L));
      operations.prune(store, keeping(3));
    }
    assertThat(TriedVault.garbage(store, scene.vault().backups(store))).isEmpty();
    disturbed(operations.restore("latest"), Disturbance.NONE, random);
    assertThat(scene.staging()).isEmpty();
    figures.count("changes of rows", scene.catalog().changes());
  }

  private static RetentionPolicy keeping(int last) {
    return RetentionPolicy.NONE.withLast(last);
  }
}
