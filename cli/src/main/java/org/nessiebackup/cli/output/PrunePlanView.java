package org.nessiebackup.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.retention.PrunePlan;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code prune} is going to do. */
public record PrunePlanView(PrunePlan plan) implements View {
  @Override
  public String command() {
    return "prune";
  }

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
      Table table = new Table("  ID", "FATE", "SIZE>", "REASONS");
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
    for (PrunePlan.Rubbish rubbish : plan.rubbish()) {
      if (rubbish.kind() == PrunePlan.Kind.NOTE) {
        continue;
      }
      page.line(
          "  %s %s %s, %s, of %s"
              .formatted(
                  rubbish.due() ? "clear" : "leave, too young:",
                  word(rubbish.kind()).replace('-', ' '),
                  rubbish.name(),
                  Text.bytes(rubbish.bytes()),
                  Text.time(rubbish.since())));
    }
    notes(page);
  }

  /** There may be many, and nobody wants to know which. */
  private void notes(TextPage page) {
    long notes = plan.rubbish().stream().filter(each -> each.kind() == PrunePlan.Kind.NOTE).count();
    if (notes > 0) {
      page.line("  clear " + Text.count(notes, "note") + " about verifications");
    }
  }

  private static String words(RetentionPolicy policy) {
    List<String> words = new ArrayList<>();
    add(words, policy.last(), "last");
    add(words, policy.hourly(), "hourly");
    add(words, policy.daily(), "daily");
    add(words, policy.weekly(), "weekly");
    add(words, policy.monthly(), "monthly");
    add(words, policy.yearly(), "yearly");
    policy.within().ifPresent(span -> words.add("within " + Text.age(span)));
    policy.tags().forEach(tag -> words.add("tag " + tag));
    return String.join(", ", words) + ", by the calendar of " + policy.timeZone();
  }

  private static void add(List<String> words, int number, String rule) {
    if (number > 0) {
      words.add(number + " " + rule);
    }
  }

  private static String word(PrunePlan.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("dry_run", true);
    ObjectNode node = summary.putObject("plan");
    policy(plan.policy(), node.putObject("policy"));
    ArrayNode backups = node.putArray("backups");
    for (PrunePlan.Fate fate : plan.backups()) {
      ObjectNode backup = backups.addObject();
      backup.put("id", fate.id().value());
      fate.snapshotAt().ifPresent(at -> backup.put("snapshot_at", Json.time(at)));
      backup.put("keep", fate.kept());
      Json.strings(backup, "reasons", fate.reasons());
      backup.put("stored_bytes", fate.storedBytes());
    }
    ArrayNode rubbish = node.putArray("rubbish");
    for (PrunePlan.Rubbish each : plan.rubbish()) {
      rubbish
          .addObject()
          .put("kind", word(each.kind()))
          .put("name", each.name())
          .put("bytes", each.bytes())
          .put("since", Json.time(each.since()))
          .put("clear", each.due());
    }
    node.put("freed_bytes", plan.freedBytes());
  }

  private static void policy(RetentionPolicy policy, ObjectNode node) {
    node.put("last", policy.last());
    node.put("hourly", policy.hourly());
    node.put("daily", policy.daily());
    node.put("weekly", policy.weekly());
    node.put("monthly", policy.monthly());
    node.put("yearly", policy.yearly());
    policy.within().ifPresent(span -> node.put("within_seconds", span.toSeconds()));
    Json.strings(node, "tags", policy.tags());
    node.put("timezone", policy.timeZone());
  }
}
