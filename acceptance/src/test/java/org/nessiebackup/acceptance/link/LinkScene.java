package org.nessiebackup.acceptance.link;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.acceptance.CatalogDatabase;
import org.nessiebackup.acceptance.trials.TriedOperation;
import org.nessiebackup.acceptance.trials.TriedOperations;
import org.nessiebackup.acceptance.trials.TriedVault;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.CuttingProxy;

/** A catalog, and a line to its server that can be cut. */
final class LinkScene implements AutoCloseable {
  static final String RESTORED = "restored";

  private final PostgresServer server = PostgresServer.start();
  private final CuttingProxy proxy = CuttingProxy.before(server.port());
  private final CatalogDatabase database = CatalogDatabase.create(server, "link");
  private final Path folder;

  LinkScene(Path folder) throws SQLException {
    this.folder = folder;
    try (Connection connection = database.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
  }

  CatalogDatabase database() {
    return database;
  }

  CuttingProxy proxy() {
    return proxy;
  }

  /** A vault with keys at a place. */
  TriedVault vault(String place) {
    return new TriedVault(
        place, folder.resolve("keys-" + Integer.toHexString(place.hashCode())), true);
  }

  TriedOperations operations(TriedVault vault) {
    return new TriedOperations(vault, LinkScene::context);
  }

  private static WorkContext context() {
    return new WorkContext(
        "nessie-backup link",
        "nessie-backup link",
        Clock.systemUTC(),
        Progress.NONE,
        new Cancellation());
  }

  /** As operations connect: directly, or over the line that can be cut. */
  Database connection(boolean direct) {
    int port = direct ? server.port() : proxy.port();
    String url = server.jdbcUrl("link").replaceFirst(":[0-9]+/", ":" + port + "/");
    return new Database(
        new ConnectionSettings(
            url, Optional.of(server.user()), Optional.empty(), "nessie-backup link"));
  }

  /** Answers the failure that an operation ended with, if it did. */
  static Optional<BackupException> run(
      TriedOperation operation, ObjectStore store, Database database) {
    try {
      operation.inProcess().run(store, database);
      return Optional.empty();
    } catch (BackupException e) {
      return Optional.of(e);
    }
  }

  /** The rows of a schema, told from those of others. */
  List<String> rows(String schema) {
    return database.query(
        """
        SELECT count(*) || ' ' || md5(string_agg(h, '' ORDER BY h)) FROM (
          SELECT md5(t::text) AS h FROM %1$s.refs2 t UNION ALL SELECT md5(t::text) FROM %1$s.objs2 t
        ) AS rows\
        """
            .formatted(schema));
  }

  void dropRestored() {
    database.execute("DROP SCHEMA IF EXISTS " + RESTORED + " CASCADE");
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }
}
