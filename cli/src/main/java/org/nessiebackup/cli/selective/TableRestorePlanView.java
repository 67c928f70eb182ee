package org.nessiebackup.cli.selective;

import java.util.List;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.restore.PlanText;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.selective.TableRestorePlan;
import org.nessiebackup.selective.TableRestorePlan.Item;
import org.nessiebackup.server.ServedContent;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code restore-table} is going to do. */
record TableRestorePlanView(TableRestorePlan plan) implements View {
  private static final int SHOWN = 50;

  @Override
  public String command() {
    return "restore-table";
  }

  @Override
  public int exitCode() {
    return PlanText.exitCode(plan.obstacles());
  }

  @Override
  public void text(TextPage page) {
    page.line(
        "plan: commit to branch \"%s\" what backup %s has"
            .formatted(plan.onto().name(), plan.manifest().id()));
    page.field("taken", Text.time(plan.manifest().snapshotAt()));
    page.field("Nessie", plan.server());
    page.field("state", "\"%s\" at commit %s".formatted(plan.reference(), plan.commit().hex()));
    List<Item> changes = plan.changes();
    changes.stream().limit(SHOWN).forEach(item -> page.field(word(item), line(item)));
    if (changes.size() > SHOWN) {
      page.field("", "and %s more".formatted(Text.count(changes.size() - SHOWN)));
    }
    int same = plan.items().size() - changes.size();
    if (same > 0) {
      page.field("unchanged", Text.count(same));
    }
    page.field("message", plan.message());
    PlanText.obstacles(plan.obstacles(), page);
  }

  private static String line(Item item) {
    String content = item.content().metadataLocation().orElse(item.content().type()).strip();
    return "%s: %s".formatted(item.key(), content);
  }

  private static String word(Item item) {
    return switch (item.change()) {
      case NONE -> "unchanged";
      case BACK -> "goes back";
      case AGAIN -> "comes back";
      case REPLACE -> "replaces";
    };
  }

  private static String label(TableRestorePlan.Change change) {
    return switch (change) {
      case NONE -> "none";
      case BACK -> "back";
      case AGAIN -> "again";
      case REPLACE -> "replace";
    };
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("dry_run", true);
    ObjectNode node = summary.putObject("plan");
    node.put("backup_id", plan.manifest().id().value());
    node.put("nessie_url", plan.server());
    node.put("reference", plan.reference());
    node.put("commit", plan.commit().hex());
    node.put("branch", plan.onto().name());
    node.put("head", plan.onto().hash());
    node.put("message", plan.message());
    ArrayNode keys = node.putArray("keys");
    for (Item item : plan.items()) {
      NessieContent content = item.content();
      ObjectNode each = keys.addObject();
      each.put("key", item.key().toString());
      each.put("change", label(item.change()));
      each.put("type", content.type());
      if (!content.id().isEmpty()) {
        each.put("content_id", content.id());
      }
      content.metadataLocation().ifPresent(place -> each.put("metadata_location", place));
      item.now().map(ServedContent::type).ifPresent(type -> each.put("now_type", type));
      item.now().map(ServedContent::id).ifPresent(id -> each.put("now_content_id", id));
    }
    Json.strings(node, "obstacles", plan.obstacles());
  }
}
