package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.nessiebackup.Cancellation;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Machine;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.kubernetes.testbed.NessiePod;
import org.nessiebackup.replica.PromotionOptions;
import org.nessiebackup.replica.ReplicaOptions;
import org.nessiebackup.replica.ReplicaStatusReport;
import org.nessiebackup.replication.SlotGuard;
import org.nessiebackup.sandbox.PostgresServer;

/** A replica under the load of the real Nessie, through all that may happen to it. */
final class ReplicaTrial implements AutoCloseable {
  private static final int CLIENTS = 4;
  private static final Duration CUT = Duration.ofSeconds(60);
  private static final long LIMIT = 64L << 20;
  private static final long PROMISED = 80_000_000;

  private final ReplicaPair pair;
  private final Path folder;
  private final int samples;
  private final Results results = new Results();
  private final Random random = new Random(1);
  private final Set<String> confirmed = new HashSet<>();
  private NessiePod nessie;
  private int loads;

  private ReplicaTrial(ReplicaPair pair, Path folder, int samples) {
    this.pair = pair;
    this.folder = folder;
    this.samples = samples;
    this.nessie = nessie(pair.primary());
  }

  static String measure(Arguments arguments) throws SQLException, IOException {
    Machine machine = Machine.here();
    int samples = ((CatalogSource.Generated) arguments.catalog()).commits();
    Path folder = Files.createTempDirectory("nessie-backup-replica-");
    try (ReplicaPair pair = ReplicaPair.start(arguments.server());
        ReplicaTrial trial = new ReplicaTrial(pair, folder, samples)) {
      return trial
          .run()
          .markdown(
              "a replica under load, %d marks".formatted(samples),
              about(pair.primary().majorVersion(), pair.replica().majorVersion()),
              machine);
    } finally {
      FileTree.delete(folder);
    }
  }

  private static String about(int primary, int replica) {
    return """
    PostgreSQL %d with the real Nessie 0.99.0 on it, on which 4 clients commit without a pause, and a replica on
    PostgreSQL %d. Seeded from an encrypted and signed vault in memory. How far the replica is behind is measured by marks:
    a message in the primary's log, until the replica has confirmed a position behind it, which it does when all before is
    on its disk. Then the link is cut for 60 s, each server is killed and started again, and the replica is killed for good
    while the primary writes, until its slot is given up at 64 MiB. It is made anew under load; then Nessie is stopped, the
    replica promoted, and a Nessie on it asked. Both servers, both Nessies and the clients share the machine.
    Connections are plain, and roles are superusers; over TLS and with least rights nothing was measured.
    """
        .formatted(primary, replica);
  }

  private Results run() throws SQLException, IOException {
    try (NessieLoad load = load()) {
      say("making the replica");
      double made = pair.create(ReplicaOptions.Target.EMPTY);
      results.remark("Made under load in %.1f s.".formatted(made));
      marks(load);
      cut(load);
      end(load);
    }
    killed();
    gone();
    try (NessieLoad load = load()) {
      say("making it anew");
      pair.create(ReplicaOptions.Target.AGAIN);
      end(load);
    }
    promoted();
    return results;
  }

  private NessieLoad load() {
    return NessieLoad.start(nessie.port(), CLIENTS, "load-" + loads++);
  }

  private void end(NessieLoad load) {
    load.stop();
    load.confirmed().forEach(each -> confirmed.add(each.hash()));
  }

  private NessiePod nessie(PostgresServer server) {
    return TipCosts.nessie(folder, ReplicaPair.url(server), server.user());
  }

  private void marks(NessieLoad load) throws SQLException {
    say("marks");
    int before = load.commits();
    long begin = System.nanoTime();
    double[] lags = new double[samples];
    try (Connection connection = pair.primary().connect(Workbench.DATABASE)) {
      for (int i = 0; i < samples; i++) {
        lags[i] = pair.lag(connection);
        LockSupport.parkNanos(random.nextLong(200_000_000));
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Arrays.sort(lags);
    double highest = lags[(int) Math.ceil(samples * 0.99) - 1];
    results.promiseNumber(
        "how far the replica is behind, in 99 of 100 marks at most",
        Limit.seconds(1),
        highest,
        seconds(highest));
    results.remark(
        "Of %d marks the median took %s, the longest %s; meanwhile Nessie confirmed %.0f commits a second."
            .formatted(
                samples,
                seconds(lags[samples / 2]),
                seconds(lags[samples - 1]),
                (load.commits() - before) / seconds));
  }

  private void cut(NessieLoad load) throws SQLException {
    say("cutting the link");
    int before = load.commits();
    pair.link().unplug();
    LockSupport.parkNanos(CUT.toNanos());
    long retained;
    try (Connection connection = pair.primary().connect(Workbench.DATABASE)) {
      retained = pair.retained(connection).orElseThrow();
    }
    int during = load.commits() - before;
    pair.link().plug();
    results.remark(
        "After a cut of 60 s with %,d commits the primary kept %.1f MB for the replica; it had all of it %s after the link was there again."
            .formatted(during, retained / 1e6, seconds(pair.lag())));
  }

  private void killed() throws SQLException, IOException {
    say("killing the replica's server");
    double ofReplica;
    try (NessieLoad load = load()) {
      LockSupport.parkNanos(3_000_000_000L);
      pair.replica().killHard();
      LockSupport.parkNanos(3_000_000_000L);
      pair.replica().restart();
      ofReplica = pair.lag();
      end(load);
    }
    say("killing the primary's server");
    double ofPrimary;
    try (NessieLoad load = load()) {
      LockSupport.parkNanos(3_000_000_000L);
      pair.primary().killHard();
      end(load);
    }
    nessie.stop();
    pair.primary().restart();
    ofPrimary = pair.lag();
    nessie = nessie(pair.primary());
    results.remark(
        "Killed and started again, under load: the replica's server had everything after %s, and after the primary's was killed it was %s."
            .formatted(seconds(ofReplica), seconds(ofPrimary)));
  }

  private void gone() throws SQLException {
    say("leaving the replica gone");
    long most = 0;
    try (SlotGuard guard =
            new SlotGuard(
                pair.primaryDatabase(),
                new SlotGuard.Limit(LIMIT, Duration.ofSeconds(1)),
                new Cancellation());
        Connection connection = pair.primary().connect(Workbench.DATABASE);
        NessieLoad load = load()) {
      guard.watch(ReplicaPair.SLOT);
      pair.replica().killHard();
      for (Optional<Long> kept = pair.retained(connection);
          kept.isPresent();
          kept = pair.retained(connection)) {
        most = Math.max(most, kept.get());
        ReplicaPair.one(
            connection, "SELECT pg_logical_emit_message(false, 'benchmark', repeat('x', 1048576))");
        LockSupport.parkNanos(150_000_000);
      }
      pair.catalog().giveUp(guard.givenUp().orElseThrow());
      end(load);
    }
    pair.replica().restart();
    ReplicaStatusReport.Finding finding =
        pair.catalog().status(Duration.ofSeconds(3)).findings().getFirst();
    results.promiseNumber(
        "what the primary kept for a replica that is gone: 64 MiB, and what is written in a second",
        new Limit("≤ 80 MB", PROMISED),
        (double) most,
        String.format(Locale.ROOT, "%.1f MB", most / 1e6));
    results.remark(
        "What is said then: %s. %s".formatted(finding.sentence(), finding.hint().orElse("")));
  }

  private void promoted() throws IOException {
    say("promoting it");
    Map<String, String> before = new NessieHistory(nessie.port()).references();
    nessie.stop();
    long begin = System.nanoTime();
    PromotionOptions options = PromotionOptions.DEFAULT;
    pair.catalog().promote(pair.catalog().planPromotion(options), options, schema -> List.of());
    double took = (System.nanoTime() - begin) / 1e9;
    nessie = nessie(pair.replica());
    NessieHistory after = new NessieHistory(nessie.port());
    Set<String> lost = new HashSet<>(confirmed);
    lost.removeAll(after.commits());
    results.promiseNumber(
        "commits that Nessie had confirmed and the one on the promoted replica does not show",
        new Limit("none", 0),
        (double) lost.size(),
        String.valueOf(lost.size()));
    results.remark(
        "Promoted in %s; confirmed before: %,d commits. The references that Nessie serves there are %s."
            .formatted(
                seconds(took),
                confirmed.size(),
                after.references().equals(before) ? "the same" : "OTHERS"));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 1 ? "%.3f s" : "%.1f s", seconds);
  }

  private static void say(String what) {
    Benchmark.REPLICA.say(what);
  }

  @Override
  public void close() {
    nessie.stop();
  }
}
