package org.nessiebackup.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.nessiebackup.benchmarks.measure.Machine;
import org.nessiebackup.benchmarks.measure.ProcessTree;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.tip.PollReport;
import org.nessiebackup.tip.TipFollower;

/**
 * Commits that Nessie takes with a look each second beside without, in turn, so that whatever else
 * the machine does meets both. Where it leaves no time to spare, the clock tells of the others as
 * much as of us; the processor time of a commit, of all that take part, tells of us alone.
 */
final class TipThroughput {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int SECONDS = 3;
  private static final int TURNS = 12;
  private static final double LEAST = 0.99;
  private static final List<Boolean> OFF_ON = List.of(false, true);
  private static final List<Boolean> ON_OFF = List.of(true, false);

  private final Workbench bench;
  private final NessieLoad load;
  private final Sum without = new Sum();
  private final Sum with = new Sum();
  private final List<Double> looked = new ArrayList<>();
  private double worked;
  private double served;

  /** Of clients that are at work. */
  TipThroughput(Workbench bench, NessieLoad load) {
    this.bench = bench;
    this.load = load;
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

  /** Takes turns, the other one first each time. */
  void measure(TipFollower follower, int rounds) throws SQLException {
    long session =
        Long.parseLong(
            bench.query(
                Workbench.DATABASE,
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'nessie-backup tips'"));
    for (int round = 1; round <= rounds; round++) {
      Benchmark.TIPS.say("round %d of %d: throughput of Nessie".formatted(round, rounds));
      for (int turn = 0; turn < TURNS; turn++) {
        for (boolean polled : turn % 2 == 0 ? OFF_ON : ON_OFF) {
          if (polled) {
            // What has come meanwhile belongs to no turn.
            look(follower);
            double before = ProcessTree.processorSeconds(session);
            take(with, () -> watched(follower));
            served += ProcessTree.processorSeconds(session) - before;
          } else {
            take(without, this::alone);
          }
        }
      }
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
    results.promiseAtLeast(
        "Nessie's throughput with a look each second : without, %d clients".formatted(clients),
        LEAST,
        with.rate() / without.rate(),
        without.processorOfCommit() / with.processorOfCommit());
    List<Double> sorted = looked.stream().sorted().toList();
    results.remark(
        String.format(
            Locale.ROOT,
            "%d clients without a pause, in turn for %d s each, %d times; the processors were idle"
                + " for %.0f %% of the time; load average %.1f at the end. Commits a second: %.1f"
                + " without tips, %.1f with a look each second. Processor time of a commit, of"
                + " clients, Nessie, server and follower together: %.3f ms without, %.3f ms with.",
            clients,
            SECONDS,
            with.turns,
            without.idlePart() * 100,
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            without.rate(),
            with.rate(),
            without.processorOfCommit() * 1e3,
            with.processorOfCommit() * 1e3));
    results.remark(
        String.format(
            Locale.ROOT,
            "Looks during that: %.1f ms by the clock (median of %d, %.0f ms at most). Processor"
                + " time of the follower: %.1f ms a second, %.0f µs a commit; of its session in the"
                + " server: %.1f ms a second, %.0f µs a commit. Together that is %.1f %% of what a"
                + " commit takes without tips.",
            sorted.get(sorted.size() / 2),
            sorted.size(),
            sorted.getLast(),
            worked * 1e3 / looked.size(),
            worked * 1e6 / with.commits,
            served * 1e3 / looked.size(),
            served * 1e6 / with.commits,
            (worked + served) / with.commits / without.processorOfCommit() * 100));
  }
}
