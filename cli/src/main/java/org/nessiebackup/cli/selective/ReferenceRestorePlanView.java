package org.nessiebackup.cli.selective;

import java.util.Optional;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.restore.PlanText;
import org.nessiebackup.cli.restore.PointText;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.report.SelectiveJson;
import org.nessiebackup.selective.ReferenceRestorePlan;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code restore-ref} is going to do. */
record ReferenceRestorePlanView(ReferenceRestorePlan plan) implements View {
  @Override
  public int exitCode() {
    return PlanText.exitCode(plan.obstacles());
  }

  @Override
  public void text(TextPage page) {
    NessieReference result = plan.result();
    page.line(
        "plan: bring %s \"%s\" back from %s"
            .formatted(result.kind().label(), result.name(), PointText.name(plan.from().point())));
    page.field("taken", Text.time(plan.from().takenAt()));
    page.field("Nessie", plan.to().server());
    page.field(
        "state",
        "commit %s%s, %s"
            .formatted(
                result.hash(),
                plan.changes().newest().map(time -> " of " + Text.time(time)).orElse(""),
                Text.count(plan.changes().commits(), "commit")));
    page.field("now", now(plan.now()));
    history(page);
    keys(page);
    page.field(
        "adds",
        plan.changes().missing().isEmpty()
            ? "nothing: all objects are there"
            : Text.count(plan.changes().missing().size(), "missing object"));
    page.warnings(plan.warnings());
    PlanText.obstacles(plan.obstacles(), page);
  }

  private String now(Optional<NessieReference> now) {
    return now.map(
            there ->
                there.equals(plan.result())
                    ? "the same"
                    : "%s at commit %s".formatted(there.kind().label(), there.hash()))
        .orElse("there is none of that name");
  }

  private void history(TextPage page) {
    ReferenceRestorePlan.History history = plan.changes().history();
    page.field(
        "commits",
        "%s gained, %s lost".formatted(Text.count(history.gained()), Text.count(history.lost())));
    for (ReferenceRestorePlan.LostCommit commit : history.examples()) {
      page.field(
          "loses",
          "%s, %s: %s"
              .formatted(
                  commit.id().substring(0, 16),
                  Text.time(commit.created()),
                  commit.message().lines().findFirst().orElse("")));
    }
    if (history.lost() > history.examples().size() && !history.examples().isEmpty()) {
      page.field(
          "", "and %s more".formatted(Text.count(history.lost() - history.examples().size())));
    }
  }

  private void keys(TextPage page) {
    ReferenceRestorePlan.Keys keys = plan.changes().keys();
    if (!keys.gained().isEmpty()) {
      page.field("gains", KeyText.some(keys.gained()));
    }
    if (!keys.lost().isEmpty()) {
      page.field("loses", KeyText.some(keys.lost()));
    }
    if (!keys.changed().isEmpty()) {
      page.field("changes", KeyText.some(keys.changed()));
    }
  }

  @Override
  public void json(ObjectNode summary) {
    SelectiveJson.REFERENCE_PLAN.planned().write(summary, plan);
  }
}
