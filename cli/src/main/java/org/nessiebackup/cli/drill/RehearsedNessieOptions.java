package org.nessiebackup.cli.drill;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.NessieOptions;
import org.nessiebackup.drill.DrillOptions.Nessie;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Nessie serves what a drill has restored. */
final class RehearsedNessieOptions {
  @Mixin NessieOptions nessie;

  @Option(
      names = "--nessie-jar",
      paramLabel = "FILE",
      order = 60,
      description = "Start this Nessie on the copy: its server as a jar that runs.")
  String jar;

  @Option(
      names = "--nessie-java",
      paramLabel = "FILE",
      order = 61,
      description = "The Java, 21 or newer, that runs it (default: the one that runs this).")
  String java;

  @Option(
      names = "--nessie-memory",
      paramLabel = "SIZE",
      order = 62,
      description = "The most heap for it, as Java writes it (default: 512m).")
  String memory = "512m";

  @Option(
      names = "--nessie-timeout",
      paramLabel = "DURATION",
      order = 68,
      converter = DurationOption.class,
      description = "How long Nessie may take to serve the copy: 90s, 10m (default: 2m).")
  Duration timeout = Duration.ofMinutes(2);

  /**
   * The Nessie.
   *
   * @throws BackupException {@link Failure#USAGE} if two are given
   */
  Nessie nessie() {
    if (given(jar).isPresent() && nessie.url().isPresent()) {
      throw Failure.USAGE.exception(
          "both --nessie-jar and --nessie-url are given", "Keep the one that is meant.");
    }
    if (given(jar).isPresent()) {
      return new Nessie.Started(
          given(java)
              .map(RehearsedNessieOptions::path)
              .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java")),
          path(jar).toAbsolutePath(),
          memory(),
          timeout);
    }
    return nessie
        .url()
        .<Nessie>map(url -> new Nessie.Running(url, nessie.token(), timeout))
        .orElseGet(Nessie.None::new);
  }

  /** The one repository to serve. */
  Optional<String> repository() {
    return nessie.repository();
  }

  private String memory() {
    if (!memory.matches("[1-9][0-9]{0,8}[kKmMgG]")) {
      throw Failure.USAGE.exception(
          "\"" + memory + "\" is no size of memory", "It looks like 512m or 2g.");
    }
    return memory;
  }

  private static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw Failure.USAGE.exception(
          "\"" + file + "\" is not a file name: " + e.getReason(), null, e);
    }
  }

  private static Optional<String> given(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }
}
