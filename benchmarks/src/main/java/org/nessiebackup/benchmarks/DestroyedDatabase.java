package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.nessiebackup.Cancellation;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Machine;
import org.nessiebackup.benchmarks.measure.MeasuredProcess;
import org.nessiebackup.benchmarks.measure.Sample;
import org.nessiebackup.kubernetes.testbed.NessiePod;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import tools.jackson.databind.JsonNode;

/**
 * Destroys the database while clients commit to the real Nessie, at random moments, brings it back
 * from what a service has kept, and asks a Nessie on that which of the commits are there that the
 * first one had confirmed.
 */
final class DestroyedDatabase {
  private static final String CATALOG = "lake";
  private static final int CLIENTS = 4;
  private static final int COMMITS_BEFORE = 300;
  private static final int COMMITS_OF_WARM_UP = 40;
  private static final int REPETITIONS = 3;
  private static final double AT_THE_END = 1;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Poller POLLER =
      new Poller(new WaitContext(Clock.systemUTC(), new Cancellation()));

  private final Arguments arguments;
  private final Random random = new Random(1);
  private int repeated;

  private DestroyedDatabase(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * The end of a database.
   *
   * @param at when, by the clock that only counts
   * @param confirmed the commits before it
   * @param said how many seconds later the service told of it
   * @param safeAsOf what it said is safe
   */
  private record Crash(
      long at, List<NessieLoad.Confirmed> confirmed, double said, Instant safeAsOf) {
    double age(NessieLoad.Confirmed commit) {
      return (at - commit.at()) / 1e9;
    }
  }

  static String measure(Arguments arguments) throws SQLException, IOException {
    Machine machine = Machine.here();
    int times = ((CatalogSource.Generated) arguments.catalog()).commits();
    DestroyedDatabase trial = new DestroyedDatabase(arguments);
    List<RecoveredDatabase> outcomes = new ArrayList<>();
    for (int time = 1; time <= times; time++) {
      outcomes.add(trial.untilItShows());
      Benchmark.DESTROYED.say("%d of %d: %s".formatted(time, times, outcomes.getLast()));
    }
    Protection protection = arguments.protection();
    return RecoveredDatabase.results(outcomes, protection.seconds(), trial.repeated)
        .markdown(
            "the database destroyed, %d times%s".formatted(times, protection.title()),
            about(protection),
            machine);
  }

  private static String about(Protection protection) {
    return """
    Each time a new database with the real Nessie 0.99.0 on it, and `nessie-backup serve` as users start it: a process
    with a settings file and its usual schedules, %s, an encrypted and signed vault, TLS to PostgreSQL,
    by %s.
    4 clients commit without a pause. At a random moment the server is killed and its data folder is removed. Then
    `restore latest` into a new server, and a Nessie on it is asked for its commits. Nessie, its clients, both servers
    and the service share the machine. A trial in whose last second Nessie confirmed nothing shows nothing, and is
    repeated.
    """
        .formatted(protection.setting(), protection.role());
  }

  /** Again where nothing was confirmed at the end: then there was nothing to be lost. */
  private RecoveredDatabase untilItShows() throws SQLException, IOException {
    RecoveredDatabase outcome = run();
    for (int again = 0; outcome.confirmedAtTheEnd() == 0; again++) {
      if (again == REPETITIONS) {
        throw new IllegalStateException("Nessie confirms nothing at the end: " + outcome);
      }
      Benchmark.DESTROYED.say("to be repeated: " + outcome);
      repeated++;
      outcome = run();
    }
    return outcome;
  }

  private RecoveredDatabase run() throws SQLException, IOException {
    Path folder = Files.createTempDirectory("nessie-backup-destroyed-");
    Path vaultFolder = TipVault.place(folder);
    Ours ours =
        new Ours(
            new MeasuredProcess(folder, Map.of(), () -> Double.NaN),
            vaultFolder.resolve("vault").toString(),
            folder.resolve("keys"));
    try {
      Optional<Crash> crash = loseAll(ours, folder);
      return crash.isPresent() ? recover(ours, folder, crash.get()) : RecoveredDatabase.NOTHING;
    } finally {
      FileTree.delete(vaultFolder);
      FileTree.delete(folder);
    }
  }

  private PostgresServer server() throws SQLException {
    PostgresServer server =
        arguments.server().start(arguments.protection().on(PostgresOptions.defaults().withTls()));
    server.createDatabase(Workbench.DATABASE);
    return server;
  }

  private String url(PostgresServer server) {
    return Workbench.jdbcUrl(server, arguments.link());
  }

  private Optional<Crash> loseAll(Ours ours, Path folder) throws SQLException, IOException {
    try (PostgresServer server = server()) {
      try (Connection connection = server.connect(Workbench.DATABASE)) {
        SampleCatalog.create(
            connection, CatalogSource.SCHEMA, CatalogShape.benchmark(COMMITS_BEFORE));
        ReadingRole.create(connection);
        if (arguments.protection().isJournal()) {
          ReadingRole.admitToJournal(connection);
        }
      }
      ours.begin();
      Files.write(folder.resolve("config.toml"), config(url(server)));
      NessiePod nessie = TipCosts.nessie(folder, url(server), server.user());
      try (ResidentService service = ResidentService.start(ours, CATALOG, settings(folder))) {
        return destroy(server, service, nessie);
      } finally {
        nessie.stop();
      }
    }
  }

  private List<String> config(String url) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "[catalogs.%s]".formatted(CATALOG),
                "jdbc-url = \"%s\"".formatted(url),
                "user = \"%s\"".formatted(ReadingRole.NAME),
                "schema = \"%s\"".formatted(CatalogSource.SCHEMA),
                "[catalogs.%s.serve]".formatted(CATALOG)));
    lines.addAll(arguments.protection().lines());
    return lines;
  }

  private static String settings(Path folder) {
    return "--config=" + folder.resolve("config.toml");
  }

  private Optional<Crash> destroy(PostgresServer server, ResidentService service, NessiePod nessie)
      throws SQLException {
    // It has taken the first backup by itself, and follows.
    JsonNode first =
        await(service, "keeps nothing safe", state -> state.get("level").asString().equals("safe"));
    await(
        service,
        "does not follow",
        state -> !state.get("safe_as_of").equals(first.get("safe_as_of")));
    if (arguments.protection() == Protection.SYNCHRONOUS) {
      // Not before: until somebody follows, no commit would end.
      try (Connection connection = server.connect(Workbench.DATABASE)) {
        WaitingCommits.begin(connection);
      }
    }
    try (NessieLoad load = NessieLoad.start(nessie.port(), CLIENTS, "load")) {
      POLLER.await(
          PATIENCE, BETWEEN_LOOKS, () -> load.commits() >= COMMITS_OF_WARM_UP || !load.isBusy());
      LockSupport.parkNanos(4_000_000_000L + random.nextLong(3_000_000_000L));
      if (!load.isBusy()) {
        Benchmark.DESTROYED.say("Nessie has refused commits");
        return Optional.empty();
      }
      long at = System.nanoTime();
      server.killHard();
      FileTree.delete(server.dataFolder());
      JsonNode told =
          await(
              service,
              "has noticed nothing",
              state -> !state.get("level").asString().equals("safe"));
      double said = (System.nanoTime() - at) / 1e9;
      Benchmark.DESTROYED.say(told.get("sentence").asString());
      nessie.stop();
      load.stop();
      return Optional.of(
          new Crash(at, load.confirmed(), said, Instant.parse(told.get("safe_as_of").asString())));
    }
  }

  private static JsonNode await(
      ResidentService service, String otherwise, Predicate<JsonNode> condition) {
    AtomicReference<JsonNode> state = new AtomicReference<>();
    boolean held =
        POLLER.await(
            PATIENCE,
            BETWEEN_LOOKS,
            () -> {
              state.set(service.catalog());
              return condition.test(state.get());
            });
    if (!held) {
      throw new IllegalStateException("the service %s: %s".formatted(otherwise, state.get()));
    }
    return state.get();
  }

  /** As a user would type it, into a server where there is nothing. */
  private RecoveredDatabase recover(Ours ours, Path folder, Crash crash)
      throws SQLException, IOException {
    try (PostgresServer server = server()) {
      Sample restore =
          ours.run(
              "restore",
              "latest",
              settings(folder),
              "--catalog=" + CATALOG,
              "--jdbc-url=" + url(server),
              "--user=" + server.user(),
              "--yes");
      NessiePod nessie = TipCosts.nessie(folder, url(server), server.user());
      try {
        return outcome(crash, new NessieHistory(nessie.port()).commits(), restore.seconds());
      } finally {
        nessie.stop();
      }
    }
  }

  private static RecoveredDatabase outcome(Crash crash, Set<String> kept, double restored) {
    List<NessieLoad.Confirmed> lost =
        crash.confirmed().stream().filter(commit -> !kept.contains(commit.hash())).toList();
    return new RecoveredDatabase(
        crash.confirmed().size(),
        (int) crash.confirmed().stream().filter(each -> crash.age(each) < AT_THE_END).count(),
        lost.size(),
        lost.stream().mapToDouble(crash::age).map(age -> Math.max(0, age)).max().orElse(0),
        lost.stream().filter(commit -> !commit.when().isAfter(crash.safeAsOf())).count(),
        crash.said(),
        restored);
  }
}
