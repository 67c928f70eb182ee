package org.nessiebackup.cli.selective;

import java.util.List;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.restore.PlanText;
import org.nessiebackup.cli.restore.PointText;
import org.nessiebackup.report.SelectiveJson;
import org.nessiebackup.selective.TableRestorePlan;
import org.nessiebackup.selective.TableRestorePlan.Item;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code restore-table} is going to do. */
record TableRestorePlanView(TableRestorePlan plan) implements View {
  private static final int SHOWN = 50;

  @Override
  public int exitCode() {
    return PlanText.exitCode(plan.obstacles());
  }

  @Override
  public void text(TextPage page) {
    page.line(
        "plan: commit to branch \"%s\" what %s has"
            .formatted(plan.onto().name(), PointText.name(plan.from().point())));
    page.field("taken", Text.time(plan.from().takenAt()));
    page.field("Nessie", plan.server());
    page.field(
        "state",
        "\"%s\" at commit %s".formatted(plan.from().reference(), plan.from().commit().hex()));
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

  @Override
  public void json(ObjectNode summary) {
    SelectiveJson.TABLE_PLAN.planned().write(summary, plan);
  }
}
