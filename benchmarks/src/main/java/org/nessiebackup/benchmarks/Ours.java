package org.nessiebackup.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.MeasuredProcess;
import org.nessiebackup.benchmarks.measure.Sample;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our program, with a vault and keys of its own. */
final class Ours {
  private static final JsonMapper JSON = new JsonMapper();

  /** What every run of it begins with. */
  static final Line START = new Line("`nessie-backup version`: the start of Java", Link.LOCAL);

  private final Path launcher = launcher();
  private final String vault;
  private final Path keys;
  private final MeasuredProcess processes;

  /** There is no vault yet; {@code name} is what it will be called. */
  Ours(Workbench bench, Link link, String name) {
    this(bench, link, name, bench.server().user());
  }

  /** The same by another role than the superuser. */
  Ours(Workbench bench, Link link, String name, String role) {
    this(
        bench.processes(bench.environment(link)).with(Map.of("PGUSER", role)),
        bench.folder().resolve(name).toString(),
        bench.folder().resolve("keys-of-" + name));
  }

  /**
   * The same anywhere.
   *
   * @param surroundings what is given to the program besides
   * @param vault the address of a vault that is not there yet
   * @param keys a folder for keys
   */
  Ours(MeasuredProcess surroundings, String vault, Path keys) {
    this.vault = vault;
    this.keys = keys;
    this.processes =
        surroundings.with(Map.of("NESSIE_BACKUP_VAULT", vault, "XDG_CONFIG_HOME", keys.toString()));
  }

  /** The program that is measured. */
  static Path launcher() {
    String launcher = System.getProperty("benchmarks.launcher");
    if (launcher == null || !Files.isExecutable(Path.of(launcher))) {
      throw new IllegalStateException(
          "the program to measure is not built (\"%s\"): start this by benchmarks/compare"
              .formatted(launcher));
    }
    return Path.of(launcher).toAbsolutePath().normalize();
  }

  Sample run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return processes.run(command);
  }

  /** Starts it as a process that stays. */
  Process start(String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return processes.start(command);
  }

  /** The summary of a run with {@code --json}. */
  static JsonNode summary(Sample sample) {
    return JSON.readTree(sample.lastLine());
  }

  /** Makes a new vault, in a folder in the place of the one that is there. */
  void begin(String... options) {
    if (!isInBucket()) {
      FileTree.delete(Path.of(vault));
    }
    FileTree.delete(keys);
    List<String> arguments = new ArrayList<>(List.of("init"));
    arguments.addAll(List.of(options));
    run(arguments.toArray(String[]::new));
  }

  private boolean isInBucket() {
    return vault.contains("://");
  }

  /** All that a vault in a folder takes on disk. */
  long size() {
    return FileTree.size(Path.of(vault));
  }

  /** What the newest backup takes on disk. */
  long sizeOfLatest() {
    return latest().get("stored_bytes").asLong();
  }

  /** The newest backup, as {@code show} reports it. */
  JsonNode latest() {
    return summary(run("show", "latest", "--json")).get("backup");
  }
}
