package org.nessiebackup.report;

import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.replica.PromotionPlan;
import org.nessiebackup.replica.PromotionReport;
import org.nessiebackup.replica.ReversePlan;

/** {@code replica promote} and {@code replica reverse}. */
public final class PromotionJson {
  private static final Shape<PromotionPlan.Obstacle> OBSTACLE =
      Shape.of(PromotionPlan.Obstacle.class)
          .text("kind", obstacle -> obstacle.kind().label())
          .text("message", PromotionPlan.Obstacle::sentence);

  private static final Shape<PromotionPlan.Head> HEAD =
      Shape.of(PromotionPlan.Head.class)
          .text("repository", PromotionPlan.Head::repository)
          .text("kind", head -> head.reference().kind().label())
          .text("name", head -> head.reference().name())
          .text("hash", head -> head.reference().hash());

  /** The plan of {@code replica promote}. */
  public static final Shape<PromotionPlan> PLAN =
      Shape.of(PromotionPlan.class)
          .text("name", plan -> plan.state().head().name())
          .number("epoch", PromotionPlan::epoch)
          .object("primary", ReplicaJson.PLACE, plan -> plan.state().servers().primary())
          .object("replica", ReplicaJson.PLACE, plan -> plan.state().servers().replica())
          .flag("primary_reached", plan -> reached(plan).isPresent())
          .flag("fenced", plan -> reached(plan).filter(each -> each.fenced()).isPresent())
          .numberIf(
              "behind_bytes",
              plan -> reached(plan).flatMap(PromotionPlan.Primary.Reached::behindBytes))
          .flag("begun", plan -> plan.follower().promoted())
          .textIf("applied", plan -> plan.follower().applied().map(Lsn::toString))
          .timeIf("heard_at", plan -> plan.follower().heardAt())
          .textIf("newest_point", plan -> plan.newer().point())
          .list("newer_heads", HEAD, plan -> plan.newer().heads())
          .list("obstacles", OBSTACLE, PromotionPlan::obstacles)
          .text("code", PromotionPlan::code);

  /** {@code replica promote}. */
  public static final Shape<PromotionReport> PROMOTED =
      Shape.of(PromotionReport.class)
          .text("name", report -> report.state().head().name())
          .number("epoch", report -> report.state().epoch())
          .object("former", ReplicaJson.PLACE, report -> report.state().servers().primary())
          .object("primary", ReplicaJson.PLACE, report -> report.state().servers().replica())
          .text("fence", report -> report.handover().fence().label())
          .flag("complete", report -> report.handover().complete())
          .textIf("last", report -> report.handover().last().map(Lsn::toString))
          .texts("findings", PromotionReport::findings)
          .number("touched", PromotionReport::touched)
          .texts("left", PromotionReport::left)
          .seconds("seconds_outage", PromotionReport::outage);

  private static final Shape<ReversePlan.LoneCommit> COMMIT =
      Shape.of(ReversePlan.LoneCommit.class)
          .text("hash", ReversePlan.LoneCommit::hash)
          .time("time", ReversePlan.LoneCommit::at)
          .texts("authors", ReversePlan.LoneCommit::authors)
          .text("message", ReversePlan.LoneCommit::message);

  private static final Shape<ReversePlan.Alone> ALONE =
      Shape.of(ReversePlan.Alone.class)
          .text("repository", ReversePlan.Alone::repository)
          .text("kind", alone -> alone.reference().kind().label())
          .text("name", alone -> alone.reference().name())
          .text("hash", alone -> alone.reference().hash())
          .flag("there", ReversePlan.Alone::there)
          .list("commits", COMMIT, ReversePlan.Alone::commits)
          .flag("more", ReversePlan.Alone::more);

  /** The plan of {@code replica reverse}. */
  public static final Shape<ReversePlan> REVERSE_PLAN =
      Shape.of(ReversePlan.class)
          .text("name", plan -> plan.promotion().head().name())
          .number("epoch", plan -> plan.promotion().epoch())
          .object("former", ReplicaJson.PLACE, plan -> plan.promotion().servers().primary())
          .object("primary", ReplicaJson.PLACE, plan -> plan.promotion().servers().replica())
          .flag("fenced", ReversePlan::fenced)
          .texts("connected", ReversePlan::connected)
          .list("alone", ALONE, ReversePlan::alone)
          .text("code", ReversePlan::code)
          .list("obstacles", ReplicaJson.OBSTACLE, ReversePlan::obstacles);

  private PromotionJson() {}

  private static Optional<PromotionPlan.Primary.Reached> reached(PromotionPlan plan) {
    return switch (plan.primary()) {
      case PromotionPlan.Primary.Reached reached -> Optional.of(reached);
      case PromotionPlan.Primary.Refusing refusing -> Optional.empty();
      case PromotionPlan.Primary.Unreached unreached -> Optional.empty();
    };
  }
}
