package org.nessiebackup.cli.restore;

import java.util.Optional;
import java.util.function.ToLongFunction;
import org.nessiebackup.cli.backup.BackupText;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.report.RestoreJson;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.tables.TableDescription;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@code restore} is going to do.
 *
 * @param planned the plan, and what it costs
 */
record RestorePlanView(RestoreJson.Planned planned) implements View {
  @Override
  public int exitCode() {
    return PlanText.exitCode(planned.plan().swap().obstacles());
  }

  @Override
  public void text(TextPage page) {
    lines(planned.plan(), page);
    LossText.lines(planned, page);
    PlanText.obstacles(planned.plan().swap().obstacles(), page);
  }

  /** All but what it costs, and the obstacles. */
  private static void lines(RestorePlan plan, TextPage page) {
    page.line("plan: restore " + PointText.name(plan.point().id()));
    PointText.lines(plan.point().id(), Optional.of(plan.point().at()), page);
    plan.journal().ifPresent(journal -> ReplayText.lines(journal, page));
    BackupText.fields(plan.manifest(), page);
    page.field("age", plan.age().map(Text::age).orElse("not known: look at the clocks"));
    for (Manifest member : plan.chain().subList(0, plan.chain().size() - 1)) {
      page.field(
          "builds on",
          "%s, %s, %s"
              .formatted(member.id(), member.type().label(), Text.bytes(member.storedBytes())));
    }
    page.field(
        "into",
        "database \"%s\", schema \"%s\"%s"
            .formatted(
                plan.swap().database(),
                plan.schema(),
                plan.target().schemaExists() ? "" : " (will be made)"));
    page.field("owner", "role \"" + plan.target().owner() + "\"");
    page.field(
        "loads",
        "%s (%s, %s stored) into schema \"%s\", with %s, %s"
            .formatted(
                Text.count(plan.rows(), "row"),
                Text.bytes(sum(plan, Manifest::rawBytes)),
                Text.bytes(sum(plan, Manifest::storedBytes)),
                plan.stagingSchema(),
                Text.count(plan.jobs(), "loader"),
                plan.compression()));
    for (TableDescription table : plan.target().tables()) {
      page.field("replaces", "%s (%s)".formatted(table.name(), Text.bytes(table.bytes())));
    }
    plan.keptSchema()
        .ifPresent(
            kept ->
                page.field(
                    "keeps",
                    "the replaced tables (%s) in schema \"%s\"; `undo` swaps them back until `undo --release`"
                        .formatted(Text.bytes(plan.keptBytes()), kept)));
    plan.estimate()
        .ifPresent(
            estimate ->
                page.field(
                    "takes", "about %s, going by the backup".formatted(Text.duration(estimate))));
    PlanText.views(plan.swap(), page);
    page.warnings(plan.warnings());
    page.field(
        "hint",
        "`verify --files %s` lists the tables whose files are gone"
            .formatted(plan.manifest().id()));
  }

  /** Of the backup and all it builds on: that is what has to be read. */
  private static long sum(RestorePlan plan, ToLongFunction<Manifest> bytes) {
    return plan.chain().stream().mapToLong(bytes).sum();
  }

  @Override
  public void json(ObjectNode summary) {
    RestoreJson.PLAN.planned().write(summary, planned);
  }
}
