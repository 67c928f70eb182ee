package org.nessiebackup.cli.retention;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.report.PruneJson;
import org.nessiebackup.retention.PrunePlan;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code prune} is going to do. */
record PrunePlanView(PrunePlan plan) implements View {
  @Override
  public void text(TextPage page) {
    page.line(
        "plan: keep %s, remove %s, free %s"
            .formatted(
                Text.count(plan.kept().size(), "backup"),
                Text.count(plan.removed().size()),
                Text.bytes(plan.freedBytes())));
    page.field("policy", words(plan.policy()));
    if (!plan.backups().isEmpty()) {
      Table table =
          new Table("  ID", "FATE", "SIZE>", "REASONS").dispensable("SIZE").narrower("REASONS", 20);
      plan.backups()
          .forEach(
              fate ->
                  table.row(
                      "  " + fate.id(),
                      fate.kept() ? "keep" : "remove",
                      Text.bytes(fate.storedBytes()),
                      String.join(", ", fate.reasons())));
      page.table(table);
    }
    for (PrunePlan.TipFate fate : plan.tips().fates()) {
      page.line(
          "  %s %s of %s, %s%s"
              .formatted(
                  fate.kept() ? "keep" : "remove",
                  Text.count(fate.stored().count(), "tip"),
                  fate.base(),
                  Text.bytes(fate.stored().bytes()),
                  fate.kept() ? ": " + String.join(", ", fate.reasons()) : ""));
    }
    for (PrunePlan.JournalFate fate : plan.journal().fates()) {
      page.line(
          "  %s epoch %s of the journal, %s, %s%s"
              .formatted(
                  fate.kept() ? "keep" : "remove",
                  fate.epoch(),
                  Text.count(fate.stored().files(), "file"),
                  Text.bytes(fate.stored().bytes()),
                  fate.kept() ? ": " + String.join(", ", fate.reasons()) : ""));
    }
    for (PrunePlan.Orphan orphan : plan.orphans()) {
      if (orphan.kind() == PrunePlan.Kind.NOTE) {
        continue;
      }
      page.line(
          "  %s %s %s, %s, of %s"
              .formatted(
                  orphan.due() ? "clear" : "leave, too young:",
                  orphan.kind().label().replace('-', ' '),
                  orphan.name(),
                  Text.bytes(orphan.bytes()),
                  Text.time(orphan.since())));
    }
    notes(page);
    page.warnings(plan.warnings());
  }

  /** There may be many, and nobody wants to know which. */
  private void notes(TextPage page) {
    long notes = plan.orphans().stream().filter(each -> each.kind() == PrunePlan.Kind.NOTE).count();
    if (notes > 0) {
      page.line("  clear " + Text.count(notes, "note") + " about verifications");
    }
  }

  private static String words(RetentionPolicy policy) {
    List<String> words = new ArrayList<>();
    add(words, policy.last(), "last");
    add(words, policy.periods().hourly(), "hourly");
    add(words, policy.periods().daily(), "daily");
    add(words, policy.periods().weekly(), "weekly");
    add(words, policy.periods().monthly(), "monthly");
    add(words, policy.periods().yearly(), "yearly");
    policy.within().ifPresent(span -> words.add("within " + Text.age(span)));
    policy.manual().ifPresent(span -> words.add("asked for within " + Text.age(span)));
    policy.tags().forEach(tag -> words.add("tag " + tag));
    return String.join(", ", words) + ", by the calendar of " + policy.timeZone();
  }

  private static void add(List<String> words, int number, String rule) {
    if (number > 0) {
      words.add(number + " " + rule);
    }
  }

  @Override
  public void json(ObjectNode summary) {
    PruneJson.PLAN.planned().write(summary, plan);
  }
}
