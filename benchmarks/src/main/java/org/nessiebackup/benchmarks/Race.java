package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets all contenders do the same work in turn, round by round, so that a machine that slows down
 * slows down all of them. Each one starts after a checkpoint, on data that the server has read.
 */
final class Race {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PSQL_DATABASE = "restored_by_psql";
  private static final String PG_RESTORE_DATABASE = "restored_by_pg_restore";

  private final Workbench bench;
  private final Path launcher;
  private final Measurements measurements = new Measurements();
  private final MeasuredProcess processes;
  private final CopyFloor floor;
  private final Path vault;
  private final Path plain;
  private final Path custom;

  Race(Workbench bench, Path launcher) {
    this.bench = bench;
    this.launcher = launcher;
    this.vault = bench.folder().resolve("vault");
    this.plain = bench.folder().resolve("plain.sql");
    this.custom = bench.folder().resolve("custom.dump");
    Map<String, String> environment = new HashMap<>(bench.environment());
    environment.put("NESSIE_BACKUP_VAULT", vault.toString());
    environment.put("XDG_CONFIG_HOME", bench.folder().resolve("keys").toString());
    this.processes = new MeasuredProcess(bench.folder(), environment);
    this.floor = new CopyFloor(bench);
  }

  /** Runs all rounds. */
  Measurements run(int rounds) throws SQLException, IOException {
    // The first start of a new build makes the archive of classes, once.
    ours("version");
    floor.out(1);
    for (int round = 1; round <= rounds; round++) {
      say("round %d of %d: backup".formatted(round, rounds));
      backups(round);
    }
    floor.keep();
    for (int round = 1; round <= rounds; round++) {
      say("round %d of %d: restore".formatted(round, rounds));
      restores();
    }
    return measurements;
  }

  private void backups(int round) throws SQLException {
    Workbench.delete(vault);
    ours("init");
    bench.calm();
    measurements.add(Contender.BACKUP, ours("backup", "--json"));
    measurements.stored(Contender.BACKUP, Workbench.size(vault));
    Optional<Path> dump = bench.client("pg_dump");
    if (dump.isPresent()) {
      measure(
          Contender.DUMP_PLAIN,
          List.of(dump.get().toString(), "--clean", "--if-exists", "-f", plain.toString()));
      measurements.stored(Contender.DUMP_PLAIN, Workbench.size(plain));
      if (round == 1) {
        measure(
            Contender.DUMP_CUSTOM, List.of(dump.get().toString(), "-Fc", "-f", custom.toString()));
        measurements.stored(Contender.DUMP_CUSTOM, Workbench.size(custom));
      }
    }
    measurements.add(Contender.COPY_OUT, floor.out(1));
    measurements.add(Contender.COPY_OUT_TWICE, floor.out(2));
  }

  private void restores() throws SQLException, IOException {
    List<String> expected = counts(Workbench.DATABASE);
    bench.calm();
    Sample restore = ours("restore", "latest", "--yes", "--json");
    measurements.add(Contender.RESTORE, restore);
    JsonNode summary = JSON.readTree(restore.output().lines().toList().getLast());
    measurements.swap(summary.get("swapping_seconds").asDouble());
    ours("undo", "--release", "--yes");
    requireSame(expected, Workbench.DATABASE);

    Optional<Path> psql = bench.client("psql").filter(unused -> plain.toFile().exists());
    if (psql.isPresent()) {
      bench.emptyDatabase(PSQL_DATABASE);
      measure(
          Contender.PSQL,
          List.of(
              psql.get().toString(),
              "-X",
              "-q",
              "-o",
              "/dev/null",
              "-v",
              "ON_ERROR_STOP=1",
              "-d",
              PSQL_DATABASE,
              "-f",
              plain.toString()));
      requireSame(expected, PSQL_DATABASE);
      bench.execute("postgres", "DROP DATABASE " + PSQL_DATABASE + " WITH (FORCE)");
    }
    Optional<Path> pgRestore =
        bench.client("pg_restore").filter(unused -> custom.toFile().exists());
    if (pgRestore.isPresent()) {
      bench.emptyDatabase(PG_RESTORE_DATABASE);
      measure(
          Contender.PG_RESTORE,
          List.of(pgRestore.get().toString(), "-j2", "-d", PG_RESTORE_DATABASE, custom.toString()));
      requireSame(expected, PG_RESTORE_DATABASE);
      bench.execute("postgres", "DROP DATABASE " + PG_RESTORE_DATABASE + " WITH (FORCE)");
    }
    bench.calm();
    measurements.add(Contender.COPY_IN, floor.in());
  }

  private void measure(Contender contender, List<String> command) throws SQLException {
    bench.calm();
    measurements.add(contender, processes.run(command));
  }

  private Sample ours(String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return processes.run(command);
  }

  /** A fast restore of too little would win every race. */
  private void requireSame(List<String> expected, String database) throws SQLException {
    List<String> actual = counts(database);
    if (!actual.equals(expected)) {
      throw new IllegalStateException(
          "\"%s\" has %s instead of %s".formatted(database, actual, expected));
    }
  }

  private List<String> counts(String database) throws SQLException {
    return List.of(
        bench.query(database, "SELECT count(*) FROM nessie.refs2"),
        bench.query(
            database, "SELECT count(*) || ' ' || sum(octet_length(obj_value)) FROM nessie.objs2"));
  }

  private static void say(String what) {
    System.err.println("compare: " + what);
  }
}
