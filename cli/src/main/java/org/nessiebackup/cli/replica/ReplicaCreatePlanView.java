package org.nessiebackup.cli.replica;

import java.util.List;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.replica.ReplicaCreatePlan;
import org.nessiebackup.replication.ReplicationObstacle;
import org.nessiebackup.report.ReplicaJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code replica create} would do. */
record ReplicaCreatePlanView(ReplicaCreatePlan plan) implements View {
  @Override
  public void text(TextPage page) {
    page.line(
        plan.isEmpty()
            ? "replica \"%s\" follows already".formatted(plan.name())
            : "plan: make replica \"%s\"".formatted(plan.name()));
    page.field("primary", place(plan.servers().primary()));
    page.field("replica", place(plan.servers().replica()));
    page.field("address", plan.link().address());
    if (!plan.isEmpty()) {
      page.field("begins", begins());
      page.field("sends", plan.work().binary() ? "rows as they are stored" : "rows as text");
      page.field("makes", "slot, publication and subscription " + plan.link().slot());
      plan.work().former().forEach(each -> page.field("removes", each));
    }
    if (plan.work().replaces()) {
      page.field("keeps", "the tables that are there, beside the new ones");
    }
    page.warnings(plan.notes());
    obstacles(plan.obstacles(), page);
  }

  static void obstacles(List<ReplicationObstacle> obstacles, TextPage page) {
    Hints.behind(
        obstacles,
        ReplicationObstacle::hint,
        obstacle -> page.alarm(Tone.BAD, "obstacle", obstacle.message()),
        hint -> page.field("", hint));
  }

  private String begins() {
    return switch (plan.work().from()) {
      case BACKUP -> "with a backup in the snapshot of its slot";
      case RESTORE -> "with the restore of backup " + seed();
      case SUBSCRIPTION -> "with the subscription, as backup " + seed() + " is restored";
      case NOTHING -> "";
    };
  }

  private String seed() {
    return plan.work().seed().map(seed -> seed.backup().value()).orElse("");
  }

  static String place(CatalogPlace place) {
    return "database \"%s\", schema \"%s\", PostgreSQL %s, cluster %s"
        .formatted(
            place.database(), place.schema(), place.serverVersion(), place.systemIdentifier());
  }

  @Override
  public int exitCode() {
    return exitCode(plan.obstacles());
  }

  static int exitCode(List<ReplicationObstacle> obstacles) {
    return obstacles.stream()
        .findFirst()
        .map(ReplicationObstacle::failure)
        .map(Failure::exitCode)
        .orElse(ExitCodes.DONE);
  }

  @Override
  public String problem() {
    return "a replica cannot be made now";
  }

  @Override
  public void json(ObjectNode summary) {
    ReplicaJson.CREATE_PLAN.planned().write(summary, plan);
  }
}
