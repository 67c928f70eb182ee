package org.nessiebackup.cli.output;

import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.restore.RestorePlan;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code restore} is going to do. */
public record RestorePlanView(RestorePlan plan) implements View {
  @Override
  public String command() {
    return "restore";
  }

  @Override
  public int exitCode() {
    return PlanText.exitCode(plan.obstacles());
  }

  @Override
  public void text(TextPage page) {
    lines(plan, page);
    PlanText.obstacles(plan.obstacles(), page);
  }

  /** All but the obstacles. */
  static void lines(RestorePlan plan, TextPage page) {
    page.line("plan: restore backup " + plan.manifest().id());
    BackupText.fields(plan.manifest(), page);
    for (Manifest member : plan.chain().members().subList(0, plan.chain().depth())) {
      page.field(
          "builds on",
          "%s, %s, %s"
              .formatted(member.id(), member.type().label(), Text.bytes(member.storedBytes())));
    }
    page.field(
        "into",
        "database \"%s\", schema \"%s\"%s"
            .formatted(
                plan.database(), plan.schema(), plan.createsSchema() ? " (will be made)" : ""));
    page.field("owner", "role \"" + plan.owner() + "\"");
    page.field(
        "loads",
        "into schema \"%s\", with %s, %s"
            .formatted(
                plan.stagingSchema(), Text.count(plan.jobs(), "loader"), plan.compression()));
    for (RestorePlan.ReplacedTable table : plan.replaced()) {
      page.field("replaces", "%s (%s)".formatted(table.name(), Text.bytes(table.bytes())));
    }
    plan.keptSchema()
        .ifPresent(kept -> page.field("keeps", "the replaced tables in schema \"" + kept + "\""));
    plan.warnings().forEach(warning -> page.field("warning", warning));
    page.field(
        "hint",
        "`verify --files %s` tells which tables' files are gone".formatted(plan.manifest().id()));
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("dry_run", true);
    ObjectNode node = summary.putObject("plan");
    members(plan, node);
    Json.strings(node, "obstacles", plan.obstacles());
  }

  /** All but the obstacles. */
  static void members(RestorePlan plan, ObjectNode node) {
    node.put("backup_id", plan.manifest().id().value());
    node.put("database", plan.database());
    node.put("schema", plan.schema());
    node.put("creates_schema", plan.createsSchema());
    node.put("owner", plan.owner());
    ArrayNode replaced = node.putArray("replaced");
    plan.replaced()
        .forEach(
            table -> replaced.addObject().put("name", table.name()).put("bytes", table.bytes()));
    node.put("staging_schema", plan.stagingSchema());
    plan.keptSchema().ifPresent(kept -> node.put("kept_schema", kept));
    node.put("jobs", plan.jobs());
    node.put("compression", plan.compression());
    node.put("rows", plan.manifest().wholeRows());
    node.put("raw_bytes", plan.chain().members().stream().mapToLong(Manifest::rawBytes).sum());
    ArrayNode chain = node.putArray("chain");
    for (Manifest member : plan.chain().members()) {
      chain
          .addObject()
          .put("id", member.id().value())
          .put("type", member.type().label())
          .put("stored_rows", member.rows())
          .put("stored_bytes", member.storedBytes());
    }
    Json.strings(node, "warnings", plan.warnings());
  }
}
