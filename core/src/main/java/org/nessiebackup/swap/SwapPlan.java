package org.nessiebackup.swap;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.BuiltOn;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.SchemaMark;

/**
 * The exchange of a catalog's tables that a restore, an undo or a reset will end with.
 *
 * @param name the name of the work, after which the schemas it makes are called
 * @param database the database
 * @param catalog the catalog whose tables make room
 * @param viewPolicy what becomes of views of others that read these
 * @param builtOn these views, and what else goes on with the tables that make room
 * @param allowConnected whether to go on although somebody is connected
 * @param obstacles what is in the way now, such as a connected Nessie
 */
public record SwapPlan(
    RestoreId name,
    String database,
    CatalogLocation catalog,
    ViewPolicy viewPolicy,
    BuiltOn builtOn,
    boolean allowConnected,
    List<String> obstacles) {
  /** Takes its own copy of the list. */
  public SwapPlan {
    obstacles = List.copyOf(obstacles);
  }

  /**
   * For a place that was looked at; who is connected there is in the way, unless that is allowed.
   */
  public static SwapPlan of(
      RestoreId name,
      RestoreTarget target,
      ViewPolicy viewPolicy,
      BuiltOn builtOn,
      boolean allowConnected) {
    return new SwapPlan(
        name,
        target.server().database(),
        target.catalog(),
        viewPolicy,
        builtOn,
        allowConnected,
        allowConnected ? List.of() : target.connected());
  }

  /** Where the tables that make room will be kept. */
  public String keptSchema() {
    return name.keptSchema();
  }

  /** The same under a name that somebody has chosen before. */
  public SwapPlan named(RestoreId other) {
    return new SwapPlan(other, database, catalog, viewPolicy, builtOn, allowConnected, obstacles);
  }

  /** The same for somebody who stops Nessie before. */
  public SwapPlan unobstructed() {
    return new SwapPlan(name, database, catalog, viewPolicy, builtOn, allowConnected, List.of());
  }

  /**
   * Refuses if anything is in the way.
   *
   * @param what what cannot be done then
   * @throws BackupException {@link Failure#TARGET_GUARDED}
   */
  public void refuseObstacles(String what) {
    if (!obstacles.isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
          what + ": " + String.join("; ", obstacles),
          "Stop Nessie (scale it to 0) and try again; on Kubernetes, --kubernetes does that for"
              + " you. --allow-connected goes on regardless.");
    }
  }

  /**
   * Exchanges the tables.
   *
   * @param from the schema whose tables become the catalog; absent if nothing does
   * @param kept where the tables that make room are kept, and why
   * @param check runs while nobody can touch the catalog; an exception ends it
   */
  public Swap.Outcome<?> run(
      Session session, Optional<String> from, SchemaMark kept, Runnable check) {
    return new Swap(catalog, from, kept, viewPolicy, allowConnected)
        .run(
            session,
            () -> {
              check.run();
              return Optional.empty();
            });
  }
}
