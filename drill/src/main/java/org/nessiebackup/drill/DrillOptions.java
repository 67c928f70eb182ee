package org.nessiebackup.drill;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.store.FileProbe;

/**
 * What to rehearse, and how far.
 *
 * @param backup an id or {@code latest}
 * @param target where to restore into
 * @param nessie which Nessie serves the copy
 * @param repository the one Nessie repository to be served; all of the backup if absent
 * @param sampling how much is asked of that Nessie
 * @param files reaches the metadata files that tables point to; absent if they are not asked for
 * @param jobs parallel loaders, at least one
 */
public record DrillOptions(
    String backup,
    Target target,
    Nessie nessie,
    Optional<String> repository,
    Sampling sampling,
    Optional<FileProbe> files,
    int jobs) {
  /** So that nobody has to quote it, neither we nor the URL that Nessie is given. */
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /**
   * Refuses what cannot work.
   *
   * @throws BackupException {@link Failure#USAGE}
   */
  public DrillOptions {
    if (nessie instanceof Nessie.Running
        && !(target instanceof Target.Given given && given.schema().isPresent())) {
      throw Failure.USAGE.exception(
          "a Nessie that somebody else runs has to know where the copy will be",
          "Give --target-jdbc-url and --target-schema, and let that Nessie use them.");
    }
  }

  /** What a drill goes through, if nothing fails. */
  List<DrillStep> steps() {
    return Stream.of(DrillStep.values())
        .filter(
            step ->
                switch (step) {
                  case FILES -> files.isPresent();
                  case NESSIE, REFERENCES, CONTENTS -> !(nessie instanceof Nessie.None);
                  case OPEN, DATABASE, RESTORE, SWAP, GRAPH, CLEAN_UP -> true;
                })
        .toList();
  }

  /** Where to restore into. */
  public sealed interface Target {
    /**
     * A PostgreSQL that is started for the drill and deleted after it.
     *
     * @param folder where its files and those of Nessie are kept meanwhile
     */
    record ThrowAway(Path folder) implements Target {}

    /**
     * A schema of its own in a database that is there, dropped at the end.
     *
     * @param settings how that database is reached
     * @param schema the schema's name; one of the drill's own if absent
     * @param folder where files of Nessie are kept meanwhile
     */
    record Given(ConnectionSettings settings, Optional<String> schema, Path folder)
        implements Target {
      /**
       * Checks the name.
       *
       * @throws BackupException {@link Failure#USAGE}
       */
      public Given {
        schema
            .filter(name -> !SCHEMA.matcher(name).matches())
            .ifPresent(
                name -> {
                  throw Failure.USAGE.exception(
                      "a drill takes no schema of the name \"" + name + "\"",
                      "Use lower-case letters, digits and \"_\" only, at most 63.");
                });
      }
    }

    /** Where files are kept meanwhile. */
    Path folder();
  }

  /** Which Nessie serves the copy. */
  public sealed interface Nessie {
    /** None: what only Nessie can tell is not proven. */
    record None() implements Nessie {}

    /**
     * One that is started for the drill.
     *
     * @param java the program that runs it, of version 21 or newer
     * @param jar the server as a jar that runs
     * @param memory the most heap it may take, as Java writes it: {@code 512m}
     * @param timeout how long it may take until it answers
     */
    record Started(Path java, Path jar, String memory, Duration timeout) implements Nessie {}

    /**
     * One that somebody else runs and has set up for the target.
     *
     * @param address where it answers, without {@code /api}
     * @param token who we are; absent if it asks nobody
     * @param timeout how long it may take until it serves the copy
     */
    record Running(URI address, Optional<Secret> token, Duration timeout) implements Nessie {}
  }

  /**
   * How much is asked.
   *
   * @param contents contents to ask for, of each Nessie repository; 0 for none
   * @param seed decides which ones; the same seed asks for the same ones of the same backup
   */
  public record Sampling(int contents, long seed) {}
}
