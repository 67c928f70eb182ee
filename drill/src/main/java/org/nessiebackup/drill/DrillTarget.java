package org.nessiebackup.drill;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.drill.DrillOptions.Target;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.swap.RehearsalSchema;
import org.nessiebackup.swap.RestoreId;

/** Where the copy will be: a folder, a server and a schema, made for the drill. */
final class DrillTarget {
  /** With these, nothing else can be done there either. */
  private static final Set<Failure> FATAL =
      EnumSet.of(Failure.INTERRUPTED, Failure.CONNECTION, Failure.LOGIN);

  /** What a restore, or a Nessie, makes there. */
  private static final List<String> TABLES =
      StoreType.tableSets().stream().flatMap(set -> set.tables().stream()).toList();

  private final Source source;
  private final WorkContext context;
  private final CleanupStack cleanup;
  private final List<String> warnings;
  private Path folder;
  private ConnectionSettings settings;
  private String schema = "";
  private Optional<String> serverVersion = Optional.empty();

  /**
   * Makes nothing yet.
   *
   * @param source what the backup was taken of
   * @param cleanup gets what has to go
   * @param warnings gets what is worth knowing
   */
  DrillTarget(Source source, WorkContext context, CleanupStack cleanup, List<String> warnings) {
    this.source = source;
    this.context = context;
    this.cleanup = cleanup;
    this.warnings = warnings;
  }

  /** In words. */
  static String describe(Target target) {
    return switch (target) {
      case Target.ThrowAway throwAway -> "a PostgreSQL started for the drill and removed after it";
      case Target.Given given ->
          "%s, a schema made for the drill and dropped after it"
              .formatted(given.settings().describe());
    };
  }

  /**
   * Makes it, after removing what killed drills have left there.
   *
   * @param restore the name of the drill's restore, and thus of a schema that has no other
   */
  void make(Target target, RestoreId restore) {
    DrillFolder made = DrillFolder.create(target.folder());
    cleanup.add(made::close);
    folder = made.path();
    made.removeLeft()
        .forEach(
            left -> warnings.add("removed \"%s\", which a killed drill had left".formatted(left)));
    switch (target) {
      case Target.ThrowAway throwAway -> startServer();
      case Target.Given given -> claimSchema(given, restore);
    }
    try (Session session = database().open(context.cancellation())) {
      lookAt(ServerFacts.of(session));
    }
  }

  private void startServer() {
    ThrowAwayServer server = ThrowAwayServer.start(source, folder);
    cleanup.add(server::close);
    settings = server.settings(context.tool());
    schema = ThrowAwayServer.SCHEMA;
  }

  private void claimSchema(Target.Given given, RestoreId restore) {
    settings = given.settings();
    dropLeft();
    RehearsalSchema claimed =
        RehearsalSchema.claim(
            database(),
            given.schema().orElseGet(restore::drillSchema),
            TABLES,
            context.cancellation());
    cleanup.add(claimed::close);
    schema = claimed.name();
  }

  private void dropLeft() {
    try {
      RehearsalSchema.dropLeft(database(), TABLES, context.cancellation())
          .forEach(
              left ->
                  warnings.add(
                      "dropped schema \"%s\", which a killed drill had left".formatted(left)));
    } catch (BackupException e) {
      if (FATAL.contains(e.failure())) {
        throw e;
      }
      warnings.add("what a killed drill has left cannot be dropped: " + e.getMessage());
    }
  }

  private void lookAt(ServerFacts facts) {
    serverVersion = Optional.of(facts.version().text());
    if (source instanceof Source.Server from
        && from.serverVersionNumber() / 10000 != facts.version().number() / 10000) {
      warnings.add(
          "the catalog was on PostgreSQL %s, the drill restored into %s"
              .formatted(from.serverVersion(), facts.version().text()));
    }
  }

  /** The drill's folder. */
  Path folder() {
    return folder;
  }

  ConnectionSettings settings() {
    return settings;
  }

  Database database() {
    return new Database(settings, context.progress());
  }

  /** The schema; empty as long as there is none. */
  String schema() {
    return schema;
  }

  /** The version of PostgreSQL, as soon as it is known. */
  Optional<String> serverVersion() {
    return serverVersion;
  }
}
