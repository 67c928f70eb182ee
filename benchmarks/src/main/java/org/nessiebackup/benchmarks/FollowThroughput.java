package org.nessiebackup.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Machine;
import org.nessiebackup.benchmarks.measure.ProcessTree;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.tip.PollReport;
import org.nessiebackup.tip.TipFollower;

/**
 * Commits that Nessie takes with a look each second, or a journal, beside without, in turn, so that
 * whatever else the machine does meets all. Where it leaves no time to spare, the clock tells of
 * the others as much as of us; the processor time of a commit, of all that take part, tells of us
 * alone.
 */
final class FollowThroughput {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int SECONDS = 9;
  private static final int TURNS = 4;

  /** So long a process that follows a journal runs before it counts. */
  private static final long WARM_UP = 10 * SECOND;

  private static final double LEAST_WITH_TIPS = 0.99;
  private static final double LEAST_WITH_JOURNAL = 0.97;

  private final Workbench bench;
  private final NessieLoad load;
  private final Map<Kind, Sum> sums = new EnumMap<>(Kind.class);
  private final List<Double> looked = new ArrayList<>();
  private double worked;
  private double served;
  private double sent;
  private double written;
  private long journalBytes;
  private int journaledCommits;

  /** Of clients that are at work. */
  FollowThroughput(Workbench bench, NessieLoad load) {
    this.bench = bench;
    this.load = load;
    for (Kind kind : Kind.values()) {
      sums.put(kind, new Sum());
    }
  }

  /** Who follows in a turn. */
  private enum Kind {
    NOBODY,
    TIPS,
    JOURNAL
  }

  /** What has come of the turns of a kind. */
  private static final class Sum {
    private int turns;
    private int commits;
    private double seconds;
    private double processor;
    private double idle;

    double rate() {
      return commits / seconds;
    }

    double processorOfCommit() {
      return processor / commits;
    }

    double idlePart() {
      return idle / seconds / Runtime.getRuntime().availableProcessors();
    }
  }

  /** Takes turns, in the opposite order each time. */
  void measure(TipVault vault, JournaledVault journaled, int rounds) throws SQLException {
    try (TipFollower follower = vault.follow()) {
      long session = process("pg_stat_activity", "nessie-backup tips");
      for (int round = 1; round <= rounds; round++) {
        Benchmark.TIPS.say("round %d of %d: throughput of Nessie".formatted(round, rounds));
        for (int turn = 0; turn < TURNS; turn++) {
          List<Kind> kinds = List.of(Kind.values());
          for (Kind kind : turn % 2 == 0 ? kinds : kinds.reversed()) {
            switch (kind) {
              case NOBODY -> take(sums.get(kind), this::alone);
              case TIPS -> {
                // What has come meanwhile belongs to no turn, and may be more than a tip holds.
                follower.rebase(vault.backUp().id());
                withTips(follower, session);
              }
              case JOURNAL -> withJournal(journaled);
            }
          }
        }
      }
    }
  }

  private long process(String view, String application) throws SQLException {
    return Long.parseLong(
        bench.query(
            Workbench.DATABASE,
            "SELECT pid FROM %s WHERE application_name = '%s'".formatted(view, application)));
  }

  private void withTips(TipFollower follower, long session) {
    look(follower);
    double before = ProcessTree.processorSeconds(session);
    take(sums.get(Kind.TIPS), () -> watched(follower));
    served += ProcessTree.processorSeconds(session) - before;
  }

  private void withJournal(JournaledVault journaled) throws SQLException {
    try (JournalProcess journal = journaled.follow()) {
      // What has come meanwhile belongs to no turn, nor does the start of Java.
      journal.awaitNow();
      LockSupport.parkNanos(WARM_UP);
      long stored = journaled.journalBytes();
      int commits = load.commits();
      long sender = process("pg_stat_replication", JournalProcess.APPLICATION);
      double before = ProcessTree.processorSeconds(sender);
      double follower = journal.processorSeconds();
      take(sums.get(Kind.JOURNAL), this::alone);
      written += journal.processorSeconds() - follower;
      sent += ProcessTree.processorSeconds(sender) - before;
      int last = load.commits();
      journal.awaitNow();
      journalBytes += journaled.journalBytes() - stored;
      journaledCommits += last - commits;
    }
  }

  private void take(Sum sum, Runnable turn) {
    long begun = System.nanoTime();
    int commits = load.commits();
    double processor = processorSeconds();
    double idle = Machine.idleSeconds();
    turn.run();
    sum.turns++;
    sum.commits += load.commits() - commits;
    sum.processor += processorSeconds() - processor;
    sum.idle += Machine.idleSeconds() - idle;
    sum.seconds += (System.nanoTime() - begun) / 1e9;
  }

  /** Of clients and follower, which are this process, and of Nessie and server, which it starts. */
  private double processorSeconds() {
    ProcessHandle here = ProcessHandle.current();
    boolean isBelow = here.descendants().anyMatch(each -> each.pid() == bench.server().processId());
    return ProcessTree.processorSecondsOfAll(here) + (isBelow ? 0 : bench.serverSeconds());
  }

  private void alone() {
    LockSupport.parkNanos(SECONDS * SECOND);
  }

  /** Ends with a look, so that those of a turn see each of its commits. */
  private void watched(TipFollower follower) {
    long begun = System.nanoTime();
    for (int second = 1; second <= SECONDS; second++) {
      LockSupport.parkNanos(begun + second * SECOND - System.nanoTime());
      long before = System.nanoTime();
      worked += look(follower);
      looked.add((System.nanoTime() - before) / 1e6);
    }
  }

  /** Returns what it took of a processor, without the server. */
  private static double look(TipFollower follower) {
    long before = THREADS.getCurrentThreadCpuTime();
    if (follower.poll() instanceof PollReport.NewBaseNeeded needed) {
      throw new IllegalStateException("tips could not go on: " + needed.sentence());
    }
    return (THREADS.getCurrentThreadCpuTime() - before) / 1e9;
  }

  void report(Results results, int clients) {
    Sum without = sums.get(Kind.NOBODY);
    Sum tips = sums.get(Kind.TIPS);
    Sum journal = sums.get(Kind.JOURNAL);
    promise(results, "with a look each second", clients, LEAST_WITH_TIPS, tips);
    promise(results, "with a journal", clients, LEAST_WITH_JOURNAL, journal);
    double bytes = (double) journalBytes / journaledCommits;
    results.promiseNumber(
        "stored bytes of a commit in a journal with a file each second, %d clients"
            .formatted(clients),
        Limit.bytes(2_048),
        bytes,
        String.format(Locale.ROOT, "%,.0f", bytes));
    List<Double> sorted = looked.stream().sorted().toList();
    results.remark(
        String.format(
            Locale.ROOT,
            "%d clients without a pause, in turn for %d s each, %d times; the processors were idle"
                + " for %.0f %% of the time; load average %.1f at the end. Commits a second: %.1f"
                + " alone, %.1f with a look each second, %.1f with a journal. Processor time of a"
                + " commit, of clients, Nessie, server and follower together: %.3f ms, %.3f ms and"
                + " %.3f ms.",
            clients,
            SECONDS,
            without.turns,
            without.idlePart() * 100,
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            without.rate(),
            tips.rate(),
            journal.rate(),
            without.processorOfCommit() * 1e3,
            tips.processorOfCommit() * 1e3,
            journal.processorOfCommit() * 1e3));
    results.remark(
        String.format(
            Locale.ROOT,
            "Looks during that: %.1f ms by the clock (median of %d, %.0f ms at most). Processor"
                + " time of the follower: %.1f ms a second, %.0f µs a commit; of its session in the"
                + " server: %.1f ms a second, %.0f µs a commit. Together that is %.1f %% of what a"
                + " commit takes alone. Of the journal's follower: %.1f ms a second, %.0f µs a"
                + " commit; of the server's process that decodes for it: %.1f ms a second, %.0f µs"
                + " a commit; together %.1f %%.",
            sorted.get(sorted.size() / 2),
            sorted.size(),
            sorted.getLast(),
            worked * 1e3 / looked.size(),
            worked * 1e6 / tips.commits,
            served * 1e3 / looked.size(),
            served * 1e6 / tips.commits,
            (worked + served) / tips.commits / without.processorOfCommit() * 100,
            written * 1e3 / journal.seconds,
            written * 1e6 / journal.commits,
            sent * 1e3 / journal.seconds,
            sent * 1e6 / journal.commits,
            (written + sent) / journal.commits / without.processorOfCommit() * 100));
    double elsewhere = (journal.processor - written) / journal.commits;
    results.remark(
        String.format(
            Locale.ROOT,
            "Of a journal's follower that runs on another machine, Nessie and its database would"
                + " notice the rest: %.3f ms of a processor a commit, which is %.3f of the"
                + " throughput alone.",
            elsewhere * 1e3,
            without.processorOfCommit() / elsewhere));
  }

  private void promise(Results results, String with, int clients, double least, Sum sum) {
    Sum without = sums.get(Kind.NOBODY);
    results.promiseAtLeast(
        "Nessie's throughput %s : without, %d clients".formatted(with, clients),
        least,
        sum.rate() / without.rate(),
        without.processorOfCommit() / sum.processorOfCommit());
  }
}
