package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Proves a catalog whole in all ways in turn, beside the verification of its bytes alone. */
final class GraphRace {
  private static final String START = "`nessie-backup version`: the start of the JVM";
  private static final String BYTES = "`verify latest`: bytes and rows alone";
  private static final String GRAPH = "`verify latest --graph`: that, and the graph";
  private static final String LIVE = "`check --graph`: the live catalog";
  private static final double MOST_SECONDS = 6;
  private static final long MOST_BYTES = 400_000_000;

  private final Workbench bench;
  private final Path launcher;

  GraphRace(Workbench bench, Path launcher) {
    this.bench = bench;
    this.launcher = launcher;
  }

  GraphTimes run(int rounds) {
    GraphTimes times = new GraphTimes();
    ours("init");
    ours("backup");
    for (int round = 1; round <= rounds; round++) {
      System.err.println("graph: round %d of %d".formatted(round, rounds));
      times.add(START, ours("version"));
      times.add(BYTES, ours("verify", "latest", "--no-record"));
      times.add(GRAPH, ours("verify", "latest", "--graph", "--no-record"));
      times.add(LIVE, ours("check", "--graph"));
    }
    times.promise(
        "time of the graph alone, `verify --graph` less `verify`",
        "≤ 6 s",
        times.median(GRAPH) - times.median(BYTES),
        MOST_SECONDS);
    times.promise("time of `check --graph`", "≤ 6 s", times.median(LIVE), MOST_SECONDS);
    times.promise(
        "peak memory (RSS) of `verify --graph`", "≤ 400 MB", times.peak(GRAPH), MOST_BYTES);
    times.promise("peak memory (RSS) of `check --graph`", "≤ 400 MB", times.peak(LIVE), MOST_BYTES);
    return times;
  }

  private Sample ours(String... arguments) {
    Map<String, String> environment = new HashMap<>(bench.environment());
    environment.put("NESSIE_BACKUP_VAULT", bench.folder().resolve("vault").toString());
    environment.put("XDG_CONFIG_HOME", bench.folder().resolve("keys").toString());
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return new MeasuredProcess(bench.folder(), environment).run(command);
  }
}
