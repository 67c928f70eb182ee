package org.nessiebackup.journal;

import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogLocation;

/**
 * A catalog on its server, and two ways to it: one to ask, and one by which it sends changes.
 *
 * @param session in no transaction
 * @param replication sends nothing yet
 * @param facts what it says of itself
 * @param catalog where the tables are
 * @param names what the journal is called there
 */
record FollowedServer(
    Session session,
    ReplicationSession replication,
    ServerFacts facts,
    CatalogLocation catalog,
    ServerNames names)
    implements AutoCloseable {
  private interface Search {
    CatalogLocation in(Session session);
  }

  /** Says more of why a server sends no changes, by throwing it, or nothing. */
  private interface Complaint {
    void make(Session session, ServerNames names, CatalogLocation catalog);
  }

  /** Connects with the catalog of an epoch, whether or not that is still there. */
  static FollowedServer of(Setup setup, String vault, CatalogPlace place) {
    return connect(setup, vault, session -> catalog(place), (session, names, catalog) -> {});
  }

  /**
   * The same, if it is a primary; else closes it. An address that leads to a standby for a while,
   * as in a failover, says nothing of slots.
   *
   * @throws BackupException {@link Failure#CONNECTION} if it is a standby
   */
  FollowedServer primary() {
    if (facts.standby()) {
      close();
      throw Failure.CONNECTION.exception(
          "the server is a standby, and changes are read from the primary only",
          "Wait until it is promoted, or name the primary: with several hosts in the URL,"
              + " targetServerType=primary.");
    }
    return this;
  }

  private static CatalogLocation catalog(CatalogPlace place) {
    StoreType type =
        StoreType.of(place.storeType())
            .orElseThrow(
                () ->
                    Failure.FORMAT_UNSUPPORTED.exception(
                        "the journal is of a catalog of type \"%s\"".formatted(place.storeType()),
                        "A newer nessie-backup has begun it: update this one."));
    return new CatalogLocation(place.schema(), type.tables());
  }

  /**
   * Connects with the catalog that is meant. Where the server lets us read no changes, that is
   * perhaps not all that is missing.
   *
   * @throws BackupException with all that is
   */
  static FollowedServer find(Setup setup, String vault) {
    JournalOptions options = setup.options();
    return connect(
        setup,
        vault,
        session ->
            CatalogFinder.find(session, StoreType.tableSets(options.tables()), options.schema()),
        (session, names, catalog) -> Requirements.refuse(session, names, catalog, setup));
  }

  private static FollowedServer connect(
      Setup setup, String vault, Search search, Complaint complaint) {
    Session session = setup.session();
    try {
      ServerFacts facts = ServerFacts.of(session);
      CatalogLocation catalog = search.in(session);
      ServerNames names = ServerNames.of(vault, facts, catalog.schema(), setup.options().names());
      ReplicationSession replication = replication(setup, names, session, catalog, complaint);
      return new FollowedServer(session, replication, facts, catalog, names);
    } catch (RuntimeException e) {
      session.closeAfter(e);
      throw e;
    }
  }

  private static ReplicationSession replication(
      Setup setup,
      ServerNames names,
      Session session,
      CatalogLocation catalog,
      Complaint complaint) {
    try {
      return setup.database().openReplication(names.application(), setup.context().cancellation());
    } catch (BackupException e) {
      if (e.failure() != Failure.INTERRUPTED) {
        complaint.make(session, names, catalog);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    replication.close();
    session.close();
  }
}
