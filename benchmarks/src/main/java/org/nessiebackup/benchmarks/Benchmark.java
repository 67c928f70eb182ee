package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.nessiebackup.benchmarks.measure.Machine;
import org.nessiebackup.benchmarks.measure.Results;

/** What can be measured; each says its results as a section of Markdown. */
public enum Benchmark {
  /** Full backups and restores beside what a user would use instead. */
  COMPARE,
  /** What a vault costs: encryption, incremental backups, chains. */
  VAULT,
  /** What it takes to prove a catalog whole and to look into it. */
  GRAPH,
  /** How long Nessie does not respond during a restore, beside its own stop and start. */
  DOWNTIME,
  /** How long it takes to go back into a day of a journal, and Nessie's downtime in that. */
  REPLAY,
  /** What it costs to follow a catalog, and what Nessie notices of it. */
  TIPS,
  /** Which commits are lost with the database. */
  DESTROYED,
  /** How far a replica is behind under load, and what becomes of it. */
  REPLICA,
  /** How long it takes to make one, beside a restore. */
  SEED,
  /** Commands on a vault with many backups. */
  MANY,
  /** What a service that is always there saves a command that starts each time. */
  RESIDENT,
  /** What a service answers about such a vault. */
  SERVICE;

  private static final String OLDER = "\n## Before\n";
  private static final int USUAL_COMMITS = 20_000;
  private static final int USUAL_BACKUPS = 10_000;
  private static final int USUAL_TRIALS = 20;
  private static final int USUAL_MARKS = 200;

  private static final String COMPARED =
      """
      Whole processes, starts included, in turn, after a checkpoint each, over TCP on loopback. The server has its own
      default settings, but no autovacuum. Our vault is encrypted and signed, as `init` makes it; restic and pgBackRest
      (which runs beside the server, as the account of its files) encrypt as well. Processor time is that of the command
      and of all that it starts; that of the server stands beside it, and in the promises both are added up.
      """;
  private static final String COSTS =
      """
      Whole processes, starts included, in turn, after a checkpoint each, over TCP on loopback. Vaults are encrypted and
      signed unless it says otherwise.
      """;
  private static final String PROVED =
      """
      Whole processes, starts included, in turn. The vault is encrypted and signed.
      """;
  private static final String SERVED =
      """
      By turns: the whole process of a command, start included, and a request to a service, until its run has ended. Both
      have vaults of their own with the same backups, encrypted and signed, and read the catalog by a role that may do
      nothing else.
      """;
  private static final String IN_A_BUCKET =
      """
      The vaults lie in a bucket of `versitygw`, a server with the S3 interface on the same machine, over TLS.
      """;
  private static final String OUTAGES =
      """
      The real Nessie 0.99.0 as a process that a test kubelet starts and stops. How long it does not answer is measured by
      a client that asks all the time: from its last answer before to the first one after.
      """;
  private static final String REPLAYED =
      """
      A day of as many commits again, each a transaction of its own that waits until the journal has it, and so alone in its
      file. Its only base is a full backup before the first of them. The vault is encrypted
      and signed. Nessie 0.99.0 is a real process that a test kubelet starts and stops, and its downtime is measured by a
      client that asks all the time.
      """;
  private static final String FOLLOWED =
      """
      The catalog is followed over TLS unless it was told otherwise, by a role that may read the two tables, and replicate
      for the journal, into encrypted and signed vaults in a folder in memory, as no vault should share a disk with its
      database. Tips are kept by a thread of this benchmark, the journal by a process, `nessie-backup journal run`, that
      is at least 10 seconds old when a turn begins. The real Nessie 0.99.0, its clients and PostgreSQL, with
      `wal_level = logical` throughout, share the machine with them.
      """;

  private static final String SEEDED =
      """
      Whole processes, starts included, in turn, after a checkpoint each, into a second server of the same version that has
      no catalog. The vault is encrypted and signed, and has a full backup, as it would have; what a replica begins with is
      a backup of its own, which builds on that one.
      """;

  /**
   * Measures and prints. Goes on if all was measured, whatever the result; ends the process with 2
   * if it was asked for nonsense. Started by the scripts in {@code benchmarks}.
   *
   * @param words the name of a benchmark, and what that one is asked for
   */
  public static void main(String[] words) throws SQLException, IOException {
    Benchmark benchmark = valueOf(words[0].toUpperCase(Locale.ROOT));
    Arguments arguments;
    try {
      arguments = benchmark.read(List.of(words).subList(1, words.length).toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      benchmark.say(e.getMessage());
      System.exit(2);
      return;
    }
    System.out.print(benchmark.report(arguments));
    // Threads of the HTTP servers would keep the process for a while.
    System.exit(0);
  }

  /**
   * Reads the words of the command line.
   *
   * @throws IllegalArgumentException if they make no sense
   */
  Arguments read(String... words) {
    Arguments arguments = Arguments.parse(usual(), words);
    if (arguments.files().bucketServer().isPresent() && this != RESIDENT) {
      throw new IllegalArgumentException("no vault lies in a bucket here");
    }
    if (arguments.protection() != Protection.TIPS && this != DESTROYED) {
      throw new IllegalArgumentException("--by is for who destroys databases");
    }
    if (arguments.catalog() instanceof CatalogSource.Kept kept) {
      switch (this) {
        case COMPARE, DOWNTIME, TIPS, SEED -> {}
        case REPLAY -> throw new IllegalArgumentException("a day is generated here");
        case VAULT, GRAPH, RESIDENT -> kept.later();
        case MANY, SERVICE, DESTROYED, REPLICA ->
            throw new IllegalArgumentException("no catalog is read here");
      }
    }
    return arguments;
  }

  private int usual() {
    return switch (this) {
      case MANY, SERVICE -> USUAL_BACKUPS;
      case DESTROYED -> USUAL_TRIALS;
      case REPLICA -> USUAL_MARKS;
      case COMPARE, VAULT, GRAPH, DOWNTIME, REPLAY, RESIDENT, TIPS, SEED -> USUAL_COMMITS;
    };
  }

  /**
   * The report, which also goes into the file that the arguments name: in front of the section of
   * older ones, or at the end if there is none.
   */
  String report(Arguments arguments) throws SQLException, IOException {
    String markdown = measure(arguments);
    if (arguments.files().output().isPresent()) {
      Path file = arguments.files().output().get();
      String before = Files.exists(file) ? Files.readString(file) : "";
      int older = before.indexOf(OLDER);
      int place = older < 0 ? before.length() : older;
      Files.writeString(file, before.substring(0, place) + markdown + before.substring(place));
    }
    return markdown;
  }

  private String measure(Arguments arguments) throws SQLException, IOException {
    return switch (this) {
      case COMPARE -> measure(arguments, "full backups and restores", COMPARED, Race::run);
      case VAULT -> measure(arguments, "what a vault costs", COSTS, VaultRace::run);
      case GRAPH -> measure(arguments, "the graph of a catalog", PROVED, GraphRace::run);
      case DOWNTIME -> measure(arguments, "Nessie's downtime in a restore", OUTAGES, Downtime::run);
      case REPLAY -> measure(arguments, "a day of a journal", REPLAYED, ReplayCosts::run);
      case TIPS -> measure(arguments, "tips", FOLLOWED, TipCosts::run);
      case DESTROYED -> DestroyedDatabase.measure(arguments);
      case REPLICA -> ReplicaTrial.measure(arguments);
      case SEED -> measure(arguments, "a replica made beside a restore", SEEDED, SeedRace::run);
      case RESIDENT ->
          arguments.files().bucketServer().isPresent()
              ? measure(
                  arguments,
                  "a service beside a command, in a bucket",
                  SERVED + IN_A_BUCKET,
                  ServiceRace::run)
              : measure(arguments, "a service beside a command", SERVED, ServiceRace::run);
      case MANY -> ManyBackups.measure(arguments);
      case SERVICE -> ServiceAnswers.measure(arguments);
    };
  }

  private String measure(Arguments arguments, String title, String about, Work work)
      throws SQLException, IOException {
    Machine machine = Machine.here();
    say("filling a catalog");
    try (Workbench bench = Workbench.open(arguments)) {
      // Before it grows.
      String size = bench.size();
      String described = bench.describe();
      return work.run(bench, arguments)
          .markdown(title + ", " + size, described + "\n" + about, machine);
    }
  }

  /** Work that is done in rounds on one catalog. */
  private interface Work {
    Results run(Workbench bench, Arguments arguments) throws SQLException, IOException;
  }

  /** Says on standard error what is done now. */
  void say(String what) {
    System.err.println(name().toLowerCase(Locale.ROOT) + ": " + what);
  }
}
