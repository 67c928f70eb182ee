package org.nessiebackup.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.postgres.ConnectionSecurity;
import org.nessiebackup.postgres.ConnectionSecurity.Encryption;
import org.nessiebackup.postgres.ConnectionSecurity.Verified;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.PoolMode;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.SynchronousStandbys;

/** What lies between us and the server, and between the server and its standbys. */
record ConnectionChecks(Session session, Database database, Cancellation cancellation) {
  private static final String DIRECTLY = "Connect to the server itself.";

  List<Item> run() {
    List<Item> items = new ArrayList<>();
    items.add(tls(ConnectionSecurity.of(session)));
    pooler().ifPresent(items::add);
    standbys().ifPresent(items::add);
    return items;
  }

  private static Item tls(ConnectionSecurity security) {
    if (security.local() || security.verified() == Verified.NAME) {
      return Item.ok("tls", security.describe());
    }
    return security.encryption() == Encryption.TLS
        ? Item.warn(
            "tls",
            security.describe(),
            "Set PGSSLMODE=verify-full and PGSSLROOTCERT (or sslmode and sslrootcert in the JDBC"
                + " URL), so that nobody can answer in the server's place.")
        : Item.warn(
            "tls",
            security.describe(),
            "Set PGSSLMODE=verify-full and PGSSLROOTCERT (or sslmode and sslrootcert in the JDBC"
                + " URL): whoever is on the way can read the catalog.");
  }

  private Optional<Item> pooler() {
    try {
      return switch (PoolMode.of(session, database, cancellation)) {
        case NONE -> Optional.empty();
        case SESSION ->
            Optional.of(Item.ok("pooler", "one that gives each connection its session"));
        case TRANSACTION -> Optional.of(Item.warn("pooler", PoolMode.SHARED, DIRECTLY));
        case STATEMENT ->
            Optional.of(
                Item.fail(
                    "pooler",
                    "a pooler lends connections by statement, so that there are no transactions",
                    DIRECTLY));
      };
    } catch (BackupException e) {
      return Optional.of(Item.failure("pooler", e));
    }
  }

  private Optional<Item> standbys() {
    if (!SynchronousStandbys.areWanted(session)) {
      return Optional.empty();
    }
    return Optional.of(
        SynchronousStandbys.missing(session)
            .map(
                missing ->
                    Item.warn(
                        "synchronous-standby",
                        missing,
                        "A restore waits at its last step, and so does Nessie. Bring a standby"
                            + " back, or take it out of synchronous_standby_names and reload."))
            .orElseGet(() -> Item.ok("synchronous-standby", "none is known to be missing")));
  }
}
