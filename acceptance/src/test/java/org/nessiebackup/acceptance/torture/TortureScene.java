package org.nessiebackup.acceptance.torture;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.acceptance.CatalogDatabase;
import org.nessiebackup.acceptance.CommandRunner;
import org.nessiebackup.acceptance.LaunchedCommand;
import org.nessiebackup.acceptance.trials.TriedOperation;
import org.nessiebackup.acceptance.trials.TriedVault;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.testing.CuttingProxy;
import org.nessiebackup.testing.FaultyStore;

/** A server, a catalog that is watched, a vault, a clock, and the ways to disturb an operation. */
final class TortureScene implements AutoCloseable {
  private static final int MOST_CALLS = 160;
  private static final int MOST_BYTES = 900_000;
  private static final int LONGEST_LIFE = 1_800;

  private final PostgresServer server =
      PostgresServer.start(PostgresOptions.defaults().withSetting("full_page_writes", "on"));
  private final CuttingProxy proxy = CuttingProxy.before(server.port());
  private final AuditedCatalog catalog;
  private final TriedVault vault;
  private final JumpingClock clock = new JumpingClock();
  private final CommandRunner commands;

  TortureScene(String place, Path folder, boolean encrypted) {
    CatalogDatabase database = CatalogDatabase.create(server, "torture");
    try (Connection connection = database.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    catalog = AuditedCatalog.watch(database);
    vault = new TriedVault(place, folder.resolve("keys"), encrypted);
    commands =
        vault.commands(
            CommandRunner.of(database, server.port(), folder.resolve("vault"))
                .with("POSTGRES_USER", server.user()));
  }

  AuditedCatalog catalog() {
    return catalog;
  }

  TriedVault vault() {
    return vault;
  }

  JumpingClock clock() {
    return clock;
  }

  CommandRunner commands() {
    return commands;
  }

  WorkContext context() {
    return new WorkContext(
        "nessie-backup torture", "nessie-backup torture", clock, Progress.NONE, new Cancellation());
  }

  /** As operations connect, directly. */
  Database database() {
    return database(server.port());
  }

  private Database database(int port) {
    String url = server.jdbcUrl("torture").replaceFirst(":[0-9]+/", ":" + port + "/");
    return new Database(
        new ConnectionSettings(
            url, Optional.of(server.user()), Optional.empty(), "nessie-backup torture"));
  }

  /** The server ends without a word, and comes back. */
  void crash() {
    server.killHard();
    server.restart();
  }

  /**
   * Runs an operation and disturbs it; answers the failure that it ended with, if it did.
   *
   * @param random chooses where in the operation
   */
  Optional<BackupException> run(TriedOperation operation, Disturbance disturbance, Random random) {
    return switch (disturbance) {
      case NONE -> attempt(() -> operation.inProcess().run(vault.store(), database()));
      case KILLED_BEFORE_CALL -> killed(operation, random, FaultyStore.Fault.DEAD_BEFORE);
      case KILLED_AFTER_CALL -> killed(operation, random, FaultyStore.Fault.DEAD_AFTER);
      case PROCESS_KILLED -> processKilled(operation, random);
      case CONNECTIONS_CUT -> disconnected(operation, random, proxy::cut);
      case SERVER_CRASHED -> disconnected(operation, random, server::killHard);
    };
  }

  private Optional<BackupException> killed(
      TriedOperation operation, Random random, FaultyStore.Fault fault) {
    FaultyStore store = new FaultyStore(vault.store());
    store.failing(1 + random.nextInt(MOST_CALLS), fault);
    return attempt(() -> operation.inProcess().run(store, database()));
  }

  private Optional<BackupException> disconnected(
      TriedOperation operation, Random random, Runnable accident) {
    proxy.reset();
    proxy.after(1 + random.nextInt(MOST_BYTES), accident);
    try {
      return attempt(() -> operation.inProcess().run(vault.store(), database(proxy.port())));
    } finally {
      proxy.reset();
      if (!server.isRunning()) {
        server.restart();
      }
    }
  }

  /** The moment is not the same in each run, but what is left has to be good at any moment. */
  private Optional<BackupException> processKilled(TriedOperation operation, Random random) {
    try (LaunchedCommand command = commands.launch(operation.words().toArray(String[]::new))) {
      if (!command.ended(1 + random.nextInt(LONGEST_LIFE))) {
        command.kill();
      }
      command.result().withoutDefect();
    }
    return Optional.empty();
  }

  private static Optional<BackupException> attempt(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (BackupException e) {
      return Optional.of(e);
    }
  }

  /** Waits until nothing of an operation is at work any more. */
  void settle() {
    catalog.database().awaitNobody();
  }

  List<String> staging() {
    return catalog.database().stagingSchemas();
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }
}
