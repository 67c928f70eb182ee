package org.nessiebackup.report;

import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.replica.ReplicaCreatePlan;
import org.nessiebackup.replica.ReplicaCreateReport;
import org.nessiebackup.replica.ReplicaDropPlan;
import org.nessiebackup.replica.ReplicaDropReport;
import org.nessiebackup.replication.ReplicationObstacle;

/** {@code replica} and its commands. */
public final class ReplicaJson {
  /** A catalog on its server. */
  static final Shape<CatalogPlace> PLACE =
      Shape.of(CatalogPlace.class)
          .text("system", CatalogPlace::systemIdentifier)
          .text("database", CatalogPlace::database)
          .text("schema", CatalogPlace::schema)
          .text("server_version", CatalogPlace::serverVersion);

  private static final Shape<ReplicaState.Link> LINK =
      Shape.of(ReplicaState.Link.class)
          .text("slot", ReplicaState.Link::slot)
          .text("publication", ReplicaState.Link::publication)
          .text("subscription", ReplicaState.Link::subscription)
          .text("address", ReplicaState.Link::address);

  static final Shape<ReplicationObstacle> OBSTACLE =
      Shape.of(ReplicationObstacle.class)
          .text("kind", obstacle -> obstacle.kind().label())
          .text("message", ReplicationObstacle::message)
          .text("hint", ReplicationObstacle::hint);

  private static final Shape<ReplicaState.Seed> SEED =
      Shape.of(ReplicaState.Seed.class)
          .text("backup", seed -> seed.backup().value())
          .text("point", seed -> seed.point().toString());

  /** The plan of {@code replica create}. */
  public static final Shape<ReplicaCreatePlan> CREATE_PLAN =
      Shape.of(ReplicaCreatePlan.class)
          .text("name", ReplicaCreatePlan::name)
          .number("epoch", ReplicaCreatePlan::epoch)
          .object("primary", PLACE, plan -> plan.servers().primary())
          .object("replica", PLACE, plan -> plan.servers().replica())
          .object("link", LINK, ReplicaCreatePlan::link)
          .text("from", plan -> plan.work().from().label())
          .objectIf("seed", SEED, plan -> plan.work().seed())
          .texts("removes", plan -> plan.work().former())
          .flag("replaces", plan -> plan.work().replaces())
          .flag("binary", plan -> plan.work().binary())
          .list("obstacles", OBSTACLE, ReplicaCreatePlan::obstacles)
          .texts("notes", ReplicaCreatePlan::notes);

  private static final Shape<ReplicaState> STATE =
      Shape.of(ReplicaState.class)
          .text("name", state -> state.head().name())
          .text("phase", state -> state.phase().label())
          .number("epoch", ReplicaState::epoch)
          .object("primary", PLACE, state -> state.servers().primary())
          .object("replica", PLACE, state -> state.servers().replica())
          .object("link", LINK, ReplicaState::link)
          .objectIf("seed", SEED, ReplicaState::seed);

  /** {@code replica create}. */
  public static final Shape<ReplicaCreateReport> CREATED =
      Shape.of(ReplicaCreateReport.class)
          .members(STATE, ReplicaCreateReport::state)
          .text("from", report -> report.from().label())
          .text("reached", report -> report.reached().toString())
          .seconds("seconds_backup", report -> report.times().backup())
          .seconds("seconds_restore", report -> report.times().restore())
          .seconds("seconds_follow", report -> report.times().follow())
          .texts("notes", ReplicaCreateReport::notes);

  /** The plan of {@code replica drop}. */
  public static final Shape<ReplicaDropPlan> DROP_PLAN =
      Shape.of(ReplicaDropPlan.class)
          .members(STATE, ReplicaDropPlan::state)
          .texts("removes_on_primary", ReplicaDropPlan::primary)
          .texts("removes_on_replica", ReplicaDropPlan::replica)
          .texts("unreachable", ReplicaDropPlan::unreachable);

  /** {@code replica drop}. */
  public static final Shape<ReplicaDropReport> DROPPED =
      Shape.of(ReplicaDropReport.class)
          .members(STATE, ReplicaDropReport::state)
          .texts("removed", ReplicaDropReport::dropped)
          .texts("unreachable", ReplicaDropReport::left);

  private ReplicaJson() {}
}
