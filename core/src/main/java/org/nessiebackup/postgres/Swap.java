package org.nessiebackup.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.OwnSchemas.OwnSchema;
import org.nessiebackup.postgres.OwnSchemas.Purpose;

/**
 * Exchanges the tables of a catalog for others, in one transaction that only renames: the time it
 * takes does not depend on how much they hold. Whatever happens, a reader sees all of the old
 * tables or all of the new ones.
 *
 * @param catalog the catalog, and the tables that are to come and go
 * @param from the schema whose tables become the catalog; dropped when they have left
 * @param kept the schema that will keep the replaced tables
 * @param backup what replaces them; absent for an undo
 * @param at when
 * @param allowConnected whether to go on although somebody is connected
 */
public record Swap(
    CatalogLocation catalog,
    String from,
    String kept,
    Optional<String> backup,
    Instant at,
    boolean allowConnected) {
  /** Longer than any statement of Nessie, shorter than anybody's patience. */
  private static final String LOCK_TIMEOUT = "10s";

  /**
   * Does it.
   *
   * @return the time from the lock to the commit
   * @throws BackupException {@link Failure#TARGET_GUARDED} if somebody is connected, {@link
   *     Failure#LOCKED} if the tables stay locked; the catalog is then as before
   */
  public Duration run(Session session) {
    session.execute("begin a transaction", "BEGIN");
    session.execute("limit the wait", "SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
    List<TableDescription> replaced = present(session);
    lock(session, replaced);
    long locked = System.nanoTime();
    if (!identities(present(session)).equals(identities(replaced))) {
      throw changed();
    }
    refuseConnected(session);
    List<Publications.Membership> published = Publications.of(session, catalog);
    if (replaced.isEmpty()) {
      session.execute(
          "create schema \"" + catalog.schema() + "\"",
          "CREATE SCHEMA IF NOT EXISTS " + Sql.name(catalog.schema()));
    }
    keep(session, replaced);
    for (String table : catalog.names()) {
      move(session, from, table, catalog.schema());
    }
    Publications.transfer(session, published, catalog.schema(), kept);
    session.execute("remove schema \"" + from + "\"", "DROP SCHEMA " + Sql.name(from));
    session.execute("commit the swap", "COMMIT");
    return Duration.ofNanos(System.nanoTime() - locked);
  }

  private List<TableDescription> present(Session session) {
    return catalog.names().stream()
        .map(name -> TableInspector.inspect(session, catalog.schema(), name))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Which tables they are, and not how large: a write that came before our lock does no harm. */
  private static List<Long> identities(List<TableDescription> tables) {
    return tables.stream().map(TableDescription::oid).toList();
  }

  private void lock(Session session, List<TableDescription> tables) {
    for (TableDescription table : tables) {
      session.execute(
          "lock table \"" + table.name() + "\"",
          "LOCK TABLE " + Sql.name(catalog.schema(), table.name()) + " IN ACCESS EXCLUSIVE MODE");
    }
  }

  /** Asked again under the lock, since a server may have started while we were loading. */
  private void refuseConnected(Session session) {
    List<String> connected = ConnectedSessions.of(session, catalog);
    if (!allowConnected && !connected.isEmpty()) {
      throw new BackupException(
          Failure.TARGET_GUARDED,
          "the catalog is in use: " + ConnectedSessions.join(connected),
          "Stop Nessie (scale it to 0) and try again; nothing was changed.");
    }
  }

  private void keep(Session session, List<TableDescription> replaced) {
    if (replaced.isEmpty()) {
      return;
    }
    OwnSchemas.create(session, new OwnSchema(kept, Purpose.KEPT, catalog.schema(), at, backup));
    for (TableDescription table : replaced) {
      move(session, catalog.schema(), table.name(), kept);
    }
  }

  /** Indexes and constraints move with their table. */
  private static void move(Session session, String from, String table, String to) {
    session.execute(
        "move table \"" + table + "\" to schema \"" + to + "\"",
        "ALTER TABLE %s SET SCHEMA %s".formatted(Sql.name(from, table), Sql.name(to)));
  }

  private BackupException changed() {
    return new BackupException(
        Failure.LOCKED,
        "the tables in " + catalog + " were changed by somebody else at this moment",
        "Look at what they are now, then try again.");
  }
}
