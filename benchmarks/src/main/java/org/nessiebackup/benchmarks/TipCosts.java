package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.kubernetes.testbed.NessiePod;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.tip.PollReport;
import org.nessiebackup.tip.TipFollower;

/** What it costs to follow a catalog: the server, the vault, and Nessie while it is at work. */
final class TipCosts {
  private static final int LOOKS = 1_000;
  private static final int COMMITS = 60;
  private static final List<Integer> CLIENTS = List.of(8, 2);
  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(20);

  private final Workbench bench;
  private final Path folder;
  private final TipVault vault;
  private final Link link;
  private final Results results = new Results();

  private TipCosts(Workbench bench, Link link, Path folder) {
    this.bench = bench;
    this.link = link;
    this.folder = folder;
    this.vault = new TipVault(folder, bench.jdbcUrl(link));
  }

  static Results run(Workbench bench, Arguments arguments) throws SQLException, IOException {
    bench.decodeLogically();
    bench.admitReader();
    Path folder = TipVault.place(bench.folder());
    try {
      return new TipCosts(bench, arguments.link(), folder).run(arguments.rounds());
    } finally {
      FileTree.delete(folder);
    }
  }

  private Results run(int rounds) throws SQLException, IOException {
    vault.backUp();
    looks();
    commits();
    JournaledVault journaled = new JournaledVault(bench, link, folder);
    journaled(journaled);
    throughput(journaled, rounds);
    return results;
  }

  /** Nothing has moved. */
  private void looks() throws SQLException {
    Benchmark.TIPS.say("looks that find nothing");
    try (TipFollower follower = vault.follow()) {
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < LOOKS; i++) {
        follower.poll();
      }
      double before = bench.serverSeconds();
      for (int i = 0; i < LOOKS; i++) {
        long begun = System.nanoTime();
        follower.poll();
        millis.add((System.nanoTime() - begun) / 1e6);
      }
      double after = bench.serverSeconds();
      results.remark(
          "A look at %s references that finds nothing: %s by the clock (median of %,d), %s of the server's processor, one query of one row."
              .formatted(
                  bench.query(Workbench.DATABASE, "SELECT count(*) FROM nessie.refs2"),
                  millis(median(millis)),
                  LOOKS,
                  millis((after - before) * 1e3 / LOOKS)));
    }
  }

  /** One commit at a time, by a client that waits for the tip. */
  private void commits() throws SQLException {
    Benchmark.TIPS.say("one commit, one tip");
    Growth growth = new Growth(bench);
    List<Double> millis = new ArrayList<>();
    List<Double> stored = new ArrayList<>();
    List<Double> documents = new ArrayList<>();
    try (TipFollower follower = vault.follow()) {
      for (int i = 0; i < COMMITS; i++) {
        growth.generate(1);
        long size = FileTree.size(folder);
        long begun = System.nanoTime();
        Tip tip = ((PollReport.Published) follower.poll()).tip();
        millis.add((System.nanoTime() - begun) / 1e6);
        stored.add((double) tip.storedBytes());
        documents.add((double) FileTree.size(folder) - size);
      }
    }
    results.remark(
        String.format(
            Locale.ROOT,
            "A look that finds one commit and keeps it: %s (median of %d). The tip is %,.0f bytes,"
                + " %,.0f of them references and objects; the first one is %,.0f bytes.",
            millis(median(millis)),
            COMMITS,
            median(documents),
            median(stored),
            documents.getFirst()));
  }

  /** The same, each in a file of its own. */
  private void journaled(JournaledVault journaled) throws SQLException {
    Benchmark.TIPS.say("one commit, one file of a journal");
    Growth growth = new Growth(bench);
    List<Double> stored = new ArrayList<>();
    try (JournalProcess journal = journaled.follow()) {
      for (int i = 0; i < COMMITS; i++) {
        long before = journaled.journalBytes();
        growth.generate(1);
        journal.await(() -> journaled.journalBytes() > before);
        stored.add((double) journaled.journalBytes() - before);
      }
    }
    results.promiseNumber(
        "stored bytes of a commit in a file of a journal of its own (median of %d)"
            .formatted(COMMITS),
        Limit.bytes(2_048),
        median(stored),
        String.format(Locale.ROOT, "%,.0f", median(stored)));
  }

  /** The real one, once it answers. */
  static NessiePod nessie(Path folder, String jdbcUrl, String user) {
    NessiePod nessie =
        NessiePod.start(
            "nessie",
            new NessiePod.Setup(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Path.of(System.getProperty("benchmarks.nessie")),
                folder,
                jdbcUrl,
                user));
    while (nessie.state() != PodProcess.State.READY) {
      if (nessie.state() == PodProcess.State.CRASHED) {
        throw new IllegalStateException("Nessie does not start: " + nessie.log());
      }
      LockSupport.parkNanos(100_000_000);
    }
    return nessie;
  }

  /** Of clients that leave nothing of the machine, and of few, which leave some of it. */
  private void throughput(JournaledVault journaled, int rounds) throws SQLException, IOException {
    NessiePod nessie = nessie(bench.folder(), bench.jdbcUrl(link), bench.server().user());
    try {
      for (int clients : CLIENTS) {
        throughput(journaled, nessie, clients, rounds);
      }
    } finally {
      nessie.stop();
    }
  }

  private void throughput(JournaledVault journaled, NessiePod nessie, int clients, int rounds)
      throws SQLException, IOException {
    try (NessieLoad load = NessieLoad.start(nessie.port(), clients, "load-of-" + clients)) {
      LockSupport.parkNanos(WARM_UP);
      vault.backUp();
      // A follower runs for weeks; its first minutes, until Java has compiled it, say nothing of
      // it.
      new FollowThroughput(bench, load).measure(vault, journaled, 1);
      FollowThroughput measured = new FollowThroughput(bench, load);
      measured.measure(vault, journaled, rounds);
      if (!load.isBusy()) {
        throw new IllegalStateException("Nessie has refused commits: " + nessie.log());
      }
      measured.report(results, clients);
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.2f ms", value);
  }
}
