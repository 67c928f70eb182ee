package org.nessiebackup.check;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.catalog.ServerSource;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.check.CheckReport.Status;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.swap.RestoreTarget;
import org.nessiebackup.swap.SwapPrivileges;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogSnapshot;
import org.nessiebackup.tables.OtherTables;
import org.nessiebackup.tables.ReplicaMark;

/** What concerns the server and the catalog in it. */
final class ServerChecks {
  private static final String REPLICA = "replica";
  private static final Duration TOLERATED_SKEW = Duration.ofSeconds(5);

  private final Session session;
  private final Supplier<Session> another;
  private final Clock clock;
  private final CheckOptions options;
  private final List<Item> items = new ArrayList<>();
  private Optional<Source.Server> found = Optional.empty();

  /**
   * In a session.
   *
   * @param another opens another one to the same server
   */
  ServerChecks(Session session, Supplier<Session> another, Clock clock, CheckOptions options) {
    this.session = session;
    this.another = another;
    this.clock = clock;
    this.options = options;
  }

  List<Item> run(ConnectionChecks connection) {
    ServerFacts server = ServerFacts.of(session);
    items.add(
        Item.ok(
            "connection",
            "PostgreSQL %s%s, database \"%s\", role \"%s\""
                .formatted(
                    server.version().text(),
                    server.standby() ? " (standby)" : "",
                    server.database(),
                    server.role())));
    items.addAll(connection.run());
    if (items.stream().anyMatch(item -> item.status() == Status.FAIL)) {
      // No transactions: what else there is would only say so again.
      return items;
    }
    checkClock(server);
    try {
      CatalogLocation catalog =
          CatalogFinder.find(session, StoreType.tableSets(options.tables()), options.schema());
      items.add(Item.ok("catalog", catalog.toString()));
      found = Optional.of(new ServerSource(server, catalog).identity());
      items.addAll(new TableChecks(session, catalog).run());
      ReplicaMark.of(session, catalog.schema()).map(ServerChecks::mark).ifPresent(items::add);
      checkSnapshot(catalog);
      checkRestore(catalog, server);
      checkOthers(catalog);
    } catch (BackupException e) {
      items.add(Item.failure("catalog", e));
    }
    items.addAll(new KeptChecks(session, clock, server.standby()).run());
    items.addAll(new CollectorChecks(session).run());
    return items;
  }

  private static Item mark(ReplicaMark mark) {
    String since =
        "in epoch %d, since %s".formatted(mark.epoch(), mark.at().truncatedTo(ChronoUnit.SECONDS));
    return switch (mark.role()) {
      case REPLICA ->
          Item.ok(
              REPLICA,
              "this is replica \"%s\" of cluster %s %s: nobody else may write here"
                  .formatted(mark.replica(), mark.system(), since));
      case PRIMARY ->
          Item.ok(
              REPLICA,
              "this was replica \"%s\" and has the catalog %s".formatted(mark.replica(), since));
      case SUPERSEDED ->
          Item.fail(
              REPLICA,
              "this has the catalog no longer: replica \"%s\" in cluster %s has it %s"
                  .formatted(mark.replica(), mark.system(), since),
              "Stop the Nessie that writes here: its commits are in no backup. `replica reverse`"
                  + " makes this one a replica of the other.");
    };
  }

  /** The catalog that was found, as a backup of it would call it. */
  Optional<Source.Server> found() {
    return found;
  }

  /** As a backup begins: a pooler, a lock or a limit of connections may keep it from that. */
  private void checkSnapshot(CatalogLocation catalog) {
    boolean readable =
        items.stream()
            .filter(item -> TableChecks.NEEDED.contains(item.name()))
            .noneMatch(item -> item.status() == Status.FAIL);
    if (!readable) {
      return;
    }
    try {
      CatalogSnapshot.probe(session, catalog, another);
      items.add(Item.ok("snapshot", "several connections can read as of one moment"));
    } catch (BackupException e) {
      items.add(Item.failure("snapshot", e));
    }
  }

  private void checkClock(ServerFacts server) {
    Duration skew = Duration.between(clock.instant(), server.time()).abs();
    items.add(
        skew.compareTo(TOLERATED_SKEW) <= 0
            ? Item.ok("clock", "this machine and the server agree")
            : Item.warn(
                "clock",
                "this machine and the server are %d s apart".formatted(skew.toSeconds()),
                "Set both by NTP. Backups are named by this machine's clock (by the server's, if"
                    + " that is earlier by minutes), and ordered and retained by the server's."));
  }

  private void checkRestore(CatalogLocation catalog, ServerFacts server) {
    if (server.standby()) {
      items.add(Item.ok("restore-privileges", "not looked at: restores go to the primary"));
      return;
    }
    List<String> toRestore = SwapPrivileges.toRestore(session, catalog);
    items.add(
        toRestore.isEmpty()
            ? Item.ok("restore-privileges", "this role may restore")
            : Item.warn(
                "restore-privileges",
                "this role may back up, but not restore",
                "Restore as another role, or as a superuser: "
                    + String.join("; ", toRestore)
                    + ";"));
    checkObstacles(catalog);
  }

  private void checkObstacles(CatalogLocation catalog) {
    List<BackupException> obstacles = RestoreTarget.obstacles(session, catalog);
    items.add(
        obstacles.stream()
            .findFirst()
            .map(first -> Item.failure("restore-obstacles", first))
            .orElseGet(() -> Item.ok("restore-obstacles", "none")));
  }

  private void checkOthers(CatalogLocation catalog) {
    List<String> others = OtherTables.beside(session, catalog);
    items.add(
        others.isEmpty()
            ? Item.ok("other-tables", "the schema holds nothing else")
            : Item.warn(
                "other-tables",
                "not backed up, since no part of the catalog: \"%s\""
                    .formatted(String.join("\", \"", others)),
                "Protect them by other means if they matter."));
  }
}
