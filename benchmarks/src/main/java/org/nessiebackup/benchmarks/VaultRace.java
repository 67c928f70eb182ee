package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.SampleCatalog;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes backups of all kinds in turn, and lets the catalog grow between them. */
final class VaultRace {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int GROWTH = 250;
  private static final int IN_A_ROW = 100;
  private static final int GROWTH_IN_A_ROW = 10;

  private static final String START = "`nessie-backup version`: the start of the JVM";
  private static final String PLAIN = "full, neither encrypted nor signed";
  private static final String FULL = "full";
  private static final String INCREMENTAL = "incremental after %d commits".formatted(GROWTH);
  private static final String ROW =
      "one of %d incrementals in a row, %d commits each".formatted(IN_A_ROW, GROWTH_IN_A_ROW);
  private static final String RESTORE = "restore of a full";
  private static final String CHAIN = "restore of the last of these incrementals";

  private final Workbench bench;
  private final Path launcher;
  private final VaultReport report = new VaultReport();
  private int growths;

  VaultRace(Workbench bench, Path launcher) {
    this.bench = bench;
    this.launcher = launcher;
  }

  VaultReport run(int rounds) throws SQLException, IOException {
    Path plain = bench.folder().resolve("plain");
    Path vault = bench.folder().resolve("vault");
    MeasuredProcess inPlain = processes(plain);
    MeasuredProcess inVault = processes(vault);
    ours(inVault, "version");
    for (int round = 1; round <= rounds; round++) {
      say("round %d of %d: full and incremental".formatted(round, rounds));
      Workbench.delete(plain);
      Workbench.delete(vault);
      Workbench.delete(bench.folder().resolve("keys"));
      ours(inPlain, "init", "--no-encryption", "--no-signing");
      ours(inVault, "init");
      report.add(START, ours(inVault, "version"), 0);
      report.add(PLAIN, backup(inPlain, "full"), Workbench.size(plain));
      report.add(FULL, backup(inVault, "full"), Workbench.size(vault));
      grow(GROWTH);
      report.add(INCREMENTAL, backup(inVault, "incremental"), sizeOfLatest(inVault));
    }
    inARow(inVault);
    restores(inVault, rounds);
    promises();
    return report;
  }

  private void inARow(MeasuredProcess inVault) throws SQLException, IOException {
    for (int number = 1; number <= IN_A_ROW; number++) {
      if (number % 10 == 1) {
        say("incremental %d of %d in a row".formatted(number, IN_A_ROW));
      }
      grow(GROWTH_IN_A_ROW);
      Sample backup = backup(inVault, "incremental");
      long before = number == 1 ? 0 : report.stored(ROW);
      report.add(ROW, backup, before + sizeOfLatest(inVault));
    }
  }

  private void restores(MeasuredProcess inVault, int rounds) throws SQLException, IOException {
    String chain = latest(inVault).get("backup").get("id").asString();
    String full = JSON.readTree(lastLine(backup(inVault, "full"))).get("backup_id").asString();
    for (int round = 1; round <= rounds; round++) {
      say("round %d of %d: restore".formatted(round, rounds));
      for (String id : List.of(full, chain)) {
        bench.calm();
        report.add(id.equals(full) ? RESTORE : CHAIN, ours(inVault, "restore", id, "--yes"), 0);
        ours(inVault, "undo", "--release", "--yes");
      }
    }
  }

  private void promises() {
    double start = report.median(START);
    report.promise(
        "time of an incremental after %d commits : a full, both without the start of the JVM"
            .formatted(GROWTH),
        "≤ 1/4",
        (report.median(INCREMENTAL) - start) / (report.median(FULL) - start),
        0.25);
    report.promise(
        "stored bytes of an incremental after %d commits".formatted(GROWTH),
        "≤ 150,000",
        (double) report.stored(INCREMENTAL),
        150_000);
    report.promise(
        "stored bytes of %d incrementals in a row : as many fulls".formatted(IN_A_ROW),
        "≤ 0.02",
        (double) report.stored(ROW) / report.stored(FULL) / IN_A_ROW,
        0.02);
    report.promise(
        "time of an encrypted and signed full : a plain one",
        "≤ 1.1",
        report.median(FULL) / report.median(PLAIN),
        1.1);
  }

  private void grow(int commits) throws SQLException {
    growths++;
    try (Connection connection = bench.connect(Workbench.DATABASE)) {
      SampleCatalog.grow(
          connection, "nessie", CatalogShape.benchmark(commits).withSeed(1000 + growths));
    }
  }

  private Sample backup(MeasuredProcess processes, String type) throws SQLException {
    bench.calm();
    return ours(processes, "backup", "--type", type, "--json");
  }

  private long sizeOfLatest(MeasuredProcess processes) throws IOException {
    return latest(processes).get("backup").get("stored_bytes").asLong();
  }

  private JsonNode latest(MeasuredProcess processes) throws IOException {
    return JSON.readTree(lastLine(ours(processes, "show", "latest", "--json")));
  }

  private static String lastLine(Sample sample) {
    return sample.output().lines().toList().getLast();
  }

  private MeasuredProcess processes(Path vault) {
    Path keys = bench.folder().resolve("keys").resolve(vault.getFileName().toString());
    Map<String, String> environment = new HashMap<>(bench.environment());
    environment.put("NESSIE_BACKUP_VAULT", vault.toString());
    environment.put("XDG_CONFIG_HOME", keys.toString());
    return new MeasuredProcess(bench.folder(), environment);
  }

  private Sample ours(MeasuredProcess processes, String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return processes.run(command);
  }

  private static void say(String what) {
    System.err.println("vault: " + what);
  }
}
