package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  private static final int CLIENTS = 8;
  private static final int SECONDS = 3;
  private static final int TURNS = 12;
  private static final int WARM_UP_SECONDS = 20;

  private final Workbench bench;
  private final Path folder;
  private final TipVault vault;
  private final Link link;
  private final Results results = new Results();
  private final List<Double> looked = new ArrayList<>();
  private final List<Double> worked = new ArrayList<>();

  private TipCosts(Workbench bench, Link link, Path folder) {
    this.bench = bench;
    this.link = link;
    this.folder = folder;
    this.vault = new TipVault(folder, bench.jdbcUrl(link));
  }

  static Results run(Workbench bench, Arguments arguments) throws SQLException, IOException {
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
    throughput(rounds);
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

  /** With and without, in turn, the other order each time. */
  private void throughput(int rounds) throws SQLException, IOException {
    NessiePod nessie = nessie(bench.folder(), bench.jdbcUrl(link), bench.server().user());
    try {
      Rates rates = new Rates();
      vault.backUp();
      try (NessieLoad load = NessieLoad.start(nessie.port(), CLIENTS, "load")) {
        measure(load, WARM_UP_SECONDS);
        vault.backUp();
        try (TipThread tips = new TipThread(vault.follow())) {
          for (int round = 1; round <= rounds; round++) {
            Benchmark.TIPS.say("round %d of %d: throughput of Nessie".formatted(round, rounds));
            for (int turn = 0; turn < TURNS; turn++) {
              for (boolean polled : turn % 2 == 0 ? OFF_ON : ON_OFF) {
                rates.add(polled, polled ? polled(load, tips) : unpolled(load, tips));
              }
            }
          }
          looked.addAll(tips.seconds());
          worked.addAll(tips.processorSeconds());
        }
        if (!load.isBusy()) {
          throw new IllegalStateException("Nessie has refused commits: " + nessie.log());
        }
      }
      rates.report();
    } finally {
      nessie.stop();
    }
  }

  private static final List<Boolean> OFF_ON = List.of(false, true);
  private static final List<Boolean> ON_OFF = List.of(true, false);

  private final class Rates {
    private final List<Double> without = new ArrayList<>();
    private final List<Double> with = new ArrayList<>();

    void add(boolean polled, double rate) {
      (polled ? with : without).add(rate);
    }

    void report() {
      double ratio =
          with.stream().mapToDouble(each -> each).sum()
              / without.stream().mapToDouble(each -> each).sum();
      results.remark(
          "Commits a second of %d clients without a pause, in turn for %d s each, %d times: %s without tips, %s with a look each second."
              .formatted(CLIENTS, SECONDS, with.size(), average(without), average(with)));
      results.remark(
          "Looks during that: %s by the clock (median of %d), of which the follower's processor %s, %s at most."
              .formatted(
                  millis(median(looked) * 1e3),
                  looked.size(),
                  millis(median(worked) * 1e3),
                  millis(looked.stream().mapToDouble(each -> each * 1e3).max().orElse(0))));
      results.promiseNumber(
          "Nessie's throughput with a look each second : without",
          new Limit("≥ 0.99", 1 / 0.99),
          1 / ratio,
          String.format(Locale.ROOT, "%.3f", ratio));
    }

    private static String average(List<Double> all) {
      return String.format(
          Locale.ROOT, "%.1f", all.stream().mapToDouble(each -> each).average().orElse(Double.NaN));
    }
  }

  private static double polled(NessieLoad load, TipThread tips) {
    tips.goOn();
    return measure(load, SECONDS);
  }

  private static double unpolled(NessieLoad load, TipThread tips) {
    tips.pause();
    return measure(load, SECONDS);
  }

  private static double measure(NessieLoad load, int seconds) {
    long begun = System.nanoTime();
    int before = load.commits();
    LockSupport.parkNanos(seconds * 1_000_000_000L);
    return (load.commits() - before) * 1e9 / (System.nanoTime() - begun);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.2f ms", value);
  }
}
