package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Machine;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.kubernetes.testbed.NessiePod;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;

/**
 * Destroys the database while clients commit to the real Nessie, at random moments, and looks which
 * of the commits that Nessie had confirmed are in the vault.
 */
final class DestroyedDatabase {
  private static final int CLIENTS = 4;
  private static final int COMMITS_BEFORE = 300;
  private static final String ABOUT =
      """
      Each time a new database with the real Nessie 0.99.0 on it, clients that commit without a pause, a backup, and a look
      each second, over TLS and by a role that may read the two tables and nothing else, into an encrypted and signed vault.
      At a random moment the server is killed and its data folder is removed.
      """;

  private final Arguments arguments;
  private final Random random = new Random(1);

  private DestroyedDatabase(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * What came of it.
   *
   * @param confirmed how many commits Nessie had confirmed since the backup
   * @param lost how many of them are not in the vault
   * @param age how much older than the crash the oldest of those is, in seconds; 0 if none is lost
   */
  private record Outcome(int confirmed, int lost, double age) {}

  static String measure(Arguments arguments) throws SQLException, IOException {
    Machine machine = Machine.here();
    int times = ((CatalogSource.Generated) arguments.catalog()).commits();
    DestroyedDatabase trial = new DestroyedDatabase(arguments);
    List<Outcome> outcomes = new ArrayList<>();
    for (int time = 1; time <= times; time++) {
      Outcome outcome = trial.run();
      outcomes.add(outcome);
      Benchmark.DESTROYED.say("%d of %d: %s".formatted(time, times, outcome));
    }
    Results results = new Results();
    double oldest = outcomes.stream().mapToDouble(Outcome::age).max().orElseThrow();
    results.promiseNumber(
        "age at the crash of the oldest commit that was lost, at most",
        Limit.seconds(2),
        oldest,
        String.format(Locale.ROOT, "%.2f s", oldest));
    results.remark(
        "By trial, in seconds: %s. Confirmed since the backup: %,d commits; lost: %,d."
            .formatted(
                String.join(
                    ", ",
                    outcomes.stream()
                        .map(each -> String.format(Locale.ROOT, "%.2f", each.age()))
                        .toList()),
                outcomes.stream().mapToInt(Outcome::confirmed).sum(),
                outcomes.stream().mapToInt(Outcome::lost).sum()));
    return results.markdown("the database destroyed, %d times".formatted(times), ABOUT, machine);
  }

  private Outcome run() throws SQLException, IOException {
    Path folder = Files.createTempDirectory("nessie-backup-destroyed-");
    Path vaultFolder = TipVault.place(folder);
    try (PostgresServer server = arguments.server().start(PostgresOptions.defaults().withTls())) {
      server.createDatabase(Workbench.DATABASE);
      try (Connection connection = server.connect(Workbench.DATABASE)) {
        SampleCatalog.create(
            connection, CatalogSource.SCHEMA, CatalogShape.benchmark(COMMITS_BEFORE));
        ReadingRole.create(connection);
      }
      String url = Workbench.jdbcUrl(server, arguments.link());
      NessiePod nessie = TipCosts.nessie(folder, url, server.user());
      try {
        return destroy(server, new TipVault(vaultFolder, url), nessie);
      } finally {
        nessie.stop();
      }
    } finally {
      FileTree.delete(vaultFolder);
      FileTree.delete(folder);
    }
  }

  private Outcome destroy(PostgresServer server, TipVault vault, NessiePod nessie) {
    Manifest base = vault.backUp();
    long crash;
    List<NessieLoad.Confirmed> confirmed;
    try (NessieLoad load = NessieLoad.start(nessie.port(), CLIENTS, "load");
        TipThread tips = new TipThread(vault.follow())) {
      LockSupport.parkNanos(4_000_000_000L + random.nextLong(3_000_000_000L));
      if (!load.isBusy()) {
        throw new IllegalStateException("Nessie has refused commits: " + nessie.log());
      }
      crash = System.nanoTime();
      server.killHard();
      FileTree.delete(server.dataFolder());
      tips.stop();
      nessie.stop();
      load.stop();
      confirmed = load.confirmed();
    }
    Set<String> kept = vault.commits(base);
    List<NessieLoad.Confirmed> lost =
        confirmed.stream().filter(commit -> !kept.contains(commit.hash())).toList();
    double age = lost.stream().mapToDouble(commit -> (crash - commit.at()) / 1e9).max().orElse(0);
    return new Outcome(confirmed.size(), lost.size(), Math.max(0, age));
  }
}
