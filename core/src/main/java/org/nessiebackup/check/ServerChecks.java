package org.nessiebackup.check;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.CatalogFinder;
import org.nessiebackup.postgres.CatalogLocation;
import org.nessiebackup.postgres.OtherTables;
import org.nessiebackup.postgres.Privileges;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;

/** What concerns the server and the catalog in it. */
final class ServerChecks {
  private static final Duration TOLERATED_SKEW = Duration.ofSeconds(5);

  private final Session session;
  private final Clock clock;
  private final CheckOptions options;
  private final List<Item> items = new ArrayList<>();

  ServerChecks(Session session, Clock clock, CheckOptions options) {
    this.session = session;
    this.clock = clock;
    this.options = options;
  }

  List<Item> run() {
    ServerFacts server = ServerFacts.of(session);
    items.add(
        CatalogCheck.ok(
            "connection",
            "PostgreSQL %s%s, database \"%s\", role \"%s\""
                .formatted(
                    server.version(),
                    server.standby() ? " (standby)" : "",
                    server.database(),
                    server.role())));
    checkClock(server);
    try {
      CatalogLocation catalog =
          CatalogFinder.find(
              session,
              options.tables().map(List::of).orElseGet(StoreType::tableSets),
              options.schema());
      items.add(CatalogCheck.ok("catalog", catalog.toString()));
      items.addAll(new TableChecks(session, catalog).run());
      checkRestore(catalog, server);
      checkOthers(catalog);
    } catch (BackupException e) {
      items.add(CatalogCheck.failure("catalog", e));
    }
    items.addAll(new KeptChecks(session, clock, server.standby()).run());
    items.addAll(new CollectorChecks(session).run());
    return items;
  }

  private void checkClock(ServerFacts server) {
    Duration skew = Duration.between(clock.instant(), server.time()).abs();
    items.add(
        skew.compareTo(TOLERATED_SKEW) <= 0
            ? CatalogCheck.ok("clock", "this machine and the server agree")
            : CatalogCheck.warn(
                "clock",
                "this machine and the server are %d s apart".formatted(skew.toSeconds()),
                "Set both by NTP. Backups are named by this machine's clock (by the server's, if"
                    + " that is earlier by minutes), and ordered and retained by the server's."));
  }

  private void checkRestore(CatalogLocation catalog, ServerFacts server) {
    if (server.standby()) {
      items.add(CatalogCheck.ok("restore-privileges", "not looked at: restores go to the primary"));
      return;
    }
    List<String> toRestore = Privileges.missingToRestore(session, catalog);
    items.add(
        toRestore.isEmpty()
            ? CatalogCheck.ok("restore-privileges", "this role may restore")
            : CatalogCheck.warn(
                "restore-privileges",
                "this role may back up, but not restore",
                "Restore as another role, or as a superuser: "
                    + String.join("; ", toRestore)
                    + ";"));
  }

  private void checkOthers(CatalogLocation catalog) {
    List<String> others = OtherTables.beside(session, catalog);
    items.add(
        others.isEmpty()
            ? CatalogCheck.ok("other-tables", "the schema holds nothing else")
            : CatalogCheck.warn(
                "other-tables",
                "not backed up, since no part of the catalog: \"%s\""
                    .formatted(String.join("\", \"", others)),
                "Protect them by other means if they matter."));
  }
}
