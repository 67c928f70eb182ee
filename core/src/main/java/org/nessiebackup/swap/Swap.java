package org.nessiebackup.swap;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.properties.CarriedViews;
import org.nessiebackup.properties.CatalogOwners;
import org.nessiebackup.properties.DependentViews;
import org.nessiebackup.properties.Publications;
import org.nessiebackup.properties.ReplicaStreams;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.ConnectedSessions;
import org.nessiebackup.tables.SchemaMark;
import org.nessiebackup.tables.SchemaMark.Detail;

/**
 * Exchanges the tables of a catalog for others, in one transaction that only renames: the time it
 * takes does not depend on how much they hold. Whatever happens, a reader sees all of the old
 * tables or all of the new ones.
 *
 * @param catalog the catalog, and the tables that make room, as far as they are there
 * @param from the schema whose tables become the catalog, dropped when they have left; absent if
 *     nothing takes the place of the tables
 * @param kept where the replaced tables are kept, and why
 * @param views what becomes of views that read the tables which make room
 * @param allowConnected whether to go on although somebody is connected
 */
public record Swap(
    CatalogLocation catalog,
    Optional<String> from,
    SchemaMark kept,
    ViewPolicy views,
    boolean allowConnected) {
  /** Longer than any statement of Nessie, shorter than anybody's patience. */
  private static final String LOCK_TIMEOUT = "10s";

  /** All else of ours is lost with the server at worst; this must not be. */
  private static final String AS_SET =
      """
      SELECT set_config(name, reset_val, true) FROM pg_settings WHERE name = 'synchronous_commit'
      """;

  /**
   * The result.
   *
   * @param elapsed time from the lock to the commit
   * @param movedViews the views that read the tables which have arrived
   * @param replicas the publications that were dropped, by which replicas followed the tables
   * @param prepared what was made while nobody could touch the catalog
   */
  public record Outcome<T>(
      Duration elapsed, List<String> movedViews, List<String> replicas, T prepared) {
    /** Takes its own copies of the lists. */
    public Outcome {
      movedViews = List.copyOf(movedViews);
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * Exchanges the tables.
   *
   * @param preparation runs in the transaction when nobody can touch the catalog any more; an
   *     exception ends the swap
   * @throws BackupException {@link Failure#TARGET_GUARDED} if somebody is connected or a view
   *     cannot be moved, {@link Failure#LOCKED} if the tables stay locked; the catalog is then as
   *     before
   */
  <T> Outcome<T> run(Session session, Supplier<T> preparation) {
    session.execute("begin a transaction", "BEGIN");
    session.execute("limit the wait", "SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
    session.texts("commit as the server is told to", AS_SET);
    CarriedViews carried = new CarriedViews(session, views);
    carried.lock(catalog, arriving(session));
    List<OwnSchema.Table> replaced = present(session, catalog.schema());
    lock(session, replaced);
    long locked = System.nanoTime();
    if (!present(session, catalog.schema()).equals(replaced)) {
      throw changed();
    }
    refuseConnected(session);
    T prepared = preparation.get();
    carried.read(catalog, arriving(session));
    List<Publications.Membership> published = Publications.of(session, catalog);
    if (replaced.isEmpty()) {
      session.execute(
          "create schema \"" + catalog.schema() + "\"",
          "CREATE SCHEMA IF NOT EXISTS " + Sql.name(catalog.schema()));
    }
    keep(session, replaced);
    List<OwnSchema.Table> arrived = from.map(schema -> bringIn(session, schema)).orElse(List.of());
    Publications.transfer(
        session,
        published,
        kept.schema(),
        catalog.schema(),
        arrived.stream().map(OwnSchema.Table::name).toList());
    if (replaced.isEmpty()) {
      kept.detail(Detail.RESTORE).ifPresent(id -> markTables(session, id));
    }
    List<String> moved = carried.define();
    session.execute("commit the swap", "COMMIT");
    List<String> replicas = ReplicaStreams.of(published);
    endStreams(session, replicas);
    return new Outcome<>(Duration.ofNanos(System.nanoTime() - locked), moved, replicas, prepared);
  }

  /** It is done, whatever becomes of this: that their publications are gone is what counts. */
  private static void endStreams(Session session, List<String> replicas) {
    try {
      ReplicaStreams.end(session, replicas);
    } catch (BackupException e) {
      // Who looks after the replica finds that its tables are others.
      return;
    }
  }

  private List<TableShape> arriving(Session session) {
    return from.map(schema -> DependentViews.shapes(session, schema, catalog.names()))
        .orElse(List.of());
  }

  /** Those of the catalog's tables that are in a schema; whatever else is there is not ours. */
  private List<OwnSchema.Table> present(Session session, String schema) {
    return OwnSchema.present(session, schema).stream()
        .filter(table -> catalog.names().contains(table.name()))
        .toList();
  }

  private void lock(Session session, List<OwnSchema.Table> tables) {
    for (OwnSchema.Table table : tables) {
      session.execute(
          "lock table \"" + table.name() + "\"",
          "LOCK TABLE " + Sql.name(catalog.schema(), table.name()) + " IN ACCESS EXCLUSIVE MODE");
    }
  }

  /** Asked again under the lock, since a server may have started while we were loading. */
  private void refuseConnected(Session session) {
    List<String> connected = ConnectedSessions.of(session, catalog);
    if (!allowConnected && !connected.isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
          "the catalog is in use: " + String.join("; ", connected),
          "Stop Nessie (scale it to 0) and try again; nothing was changed.");
    }
  }

  private void keep(Session session, List<OwnSchema.Table> replaced) {
    if (replaced.isEmpty()) {
      return;
    }
    OwnSchema.create(
        session,
        kept.with(Detail.VIEWS, views.name())
            .withTables(replaced.stream().map(OwnSchema.Table::name).toList()),
        CatalogOwners.of(session, catalog).main());
    for (OwnSchema.Table table : replaced) {
      move(session, catalog.schema(), table.name(), kept.schema());
    }
  }

  /** No schema keeps anything, whose mark could say that this restore has happened. */
  private void markTables(Session session, String restore) {
    session.execute(
        "mark the restored tables",
        "COMMENT ON TABLE %s IS %s"
            .formatted(
                Sql.name(catalog.schema(), catalog.names().getFirst()),
                Sql.text(SchemaMark.restoredBy(restore))));
  }

  private List<OwnSchema.Table> bringIn(Session session, String schema) {
    List<OwnSchema.Table> tables = present(session, schema);
    for (OwnSchema.Table table : tables) {
      move(session, schema, table.name(), catalog.schema());
    }
    // If anything else is in it by now, this fails, and nothing was done.
    session.execute(
        "remove schema \"" + schema + "\"", "DROP SCHEMA " + Sql.name(schema) + " RESTRICT");
    return tables;
  }

  /** Indexes and constraints move with their table. */
  private static void move(Session session, String from, String table, String to) {
    session.execute(
        "move table \"" + table + "\" to schema \"" + to + "\"",
        "ALTER TABLE %s SET SCHEMA %s".formatted(Sql.name(from, table), Sql.name(to)));
  }

  private BackupException changed() {
    return Failure.LOCKED.exception(
        "the tables in " + catalog + " were changed by somebody else at this moment",
        "Look at what they are now, then try again.");
  }
}
