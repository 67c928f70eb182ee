package org.nessiebackup.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.ReplicaCreatePlan.From;
import org.nessiebackup.replication.ReplicationObstacle;
import org.nessiebackup.replication.ReplicationObstacle.Kind;
import org.nessiebackup.swap.SwapPrivileges;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.ConnectedSessions;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableInspector;

/**
 * What is in the place where a replica is to be.
 *
 * @param catalog the place
 * @param name the replica's
 * @param tables those of the catalog that are there
 * @param mark what it says of itself
 * @param connected who is connected and uses them
 * @param lacking statements for what the role may not do there
 * @param restored whether an attempt of ours that did not end has put the tables there
 */
record TargetLook(
    CatalogLocation catalog,
    String name,
    List<String> tables,
    Optional<ReplicaMark> mark,
    List<String> connected,
    List<String> lacking,
    boolean restored) {
  static TargetLook of(Session session, CatalogLocation catalog, String name, boolean restored) {
    List<String> tables =
        TableInspector.present(session, catalog.schema(), catalog.names()).stream()
            .map(TableDescription::name)
            .toList();
    return new TargetLook(
        catalog,
        name,
        tables,
        ReplicaMark.of(session, catalog.schema()),
        tables.isEmpty() ? List.of() : ConnectedSessions.of(session, catalog),
        SwapPrivileges.toRestore(session, catalog),
        restored);
  }

  boolean isOccupied() {
    return !tables.isEmpty();
  }

  List<ReplicationObstacle> obstacles(
      ReplicaOptions.Target target, From from, ReplicaState.Servers servers) {
    List<ReplicationObstacle> all = new ArrayList<>();
    if (!lacking.isEmpty()) {
      all.add(
          new ReplicationObstacle(
              Kind.TARGET_PRIVILEGE,
              Failure.PERMISSION,
              "on the replica's server: the role may not restore into %s".formatted(catalog),
              "Run as a superuser: " + String.join("; ", lacking) + ";"));
    }
    // What is there then is what we have restored.
    if (from != From.SUBSCRIPTION && isOccupied()) {
      if (!restored) {
        occupied(target, servers).ifPresent(all::add);
      }
      if (!connected.isEmpty()) {
        all.add(
            guarded(
                "the replica's place is in use: " + String.join("; ", connected),
                "Stop the Nessie that uses that database; it must not write to a replica."));
      }
    }
    return all;
  }

  private Optional<ReplicationObstacle> occupied(
      ReplicaOptions.Target target, ReplicaState.Servers servers) {
    return switch (target) {
      case EMPTY ->
          Optional.of(
              isOf(servers)
                  ? guarded(
                      "replica \"%s\" is in %s, as it was when it followed last"
                          .formatted(name, catalog),
                      "--again makes it anew, and keeps these tables beside it.")
                  : notEmpty());
      case AGAIN -> isOf(servers) ? Optional.empty() : Optional.of(notEmpty());
      case SUPERSEDED ->
          mark.filter(each -> each.role() == ReplicaMark.Role.SUPERSEDED).isPresent()
                  || isOf(servers)
              ? Optional.empty()
              : Optional.of(notEmpty());
    };
  }

  private boolean isOf(ReplicaState.Servers servers) {
    return mark.filter(each -> each.role() == ReplicaMark.Role.REPLICA)
        .filter(each -> each.replica().equals(name))
        .filter(each -> each.system().equals(servers.primary().systemIdentifier()))
        .isPresent();
  }

  private ReplicationObstacle notEmpty() {
    String who =
        mark.map(each -> ", and it says of itself that it is a %s".formatted(each.role().label()))
            .orElse("");
    return guarded(
        "there is something in the replica's place, %s of its server: %s%s"
            .formatted(catalog, String.join(", ", tables), who),
        "Name an empty database with --to. If nobody needs these tables, drop them.");
  }

  private static ReplicationObstacle guarded(String message, String hint) {
    return new ReplicationObstacle(Kind.TARGET, Failure.TARGET_GUARDED, message, hint);
  }
}
