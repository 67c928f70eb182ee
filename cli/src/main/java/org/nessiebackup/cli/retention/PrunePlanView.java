package org.nessiebackup.cli.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Table;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.retention.PrunePlan;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code prune} is going to do. */
public record PrunePlanView(PrunePlan plan) implements View {
  private static final int MOST_NAMED = 5;

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
    for (PrunePlan.Orphan orphan : plan.orphans()) {
      if (orphan.kind() == PrunePlan.Kind.NOTE) {
        continue;
      }
      page.line(
          "  %s %s %s, %s, of %s"
              .formatted(
                  orphan.due() ? "clear" : "leave, too young:",
                  word(orphan.kind()).replace('-', ' '),
                  orphan.name(),
                  Text.bytes(orphan.bytes()),
                  Text.time(orphan.since())));
    }
    notes(page);
    warnings().forEach(warning -> page.field("warning", warning));
  }

  /** What to look at first. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    List<PrunePlan.Fate> young = plan.youngRemoved();
    if (!young.isEmpty()) {
      warnings.add(
          "%s not a day old, which somebody may be about to use: %s; --keep-within 2d keeps such ones"
              .formatted(
                  young.size() == 1
                      ? "it removes a backup that is"
                      : "it removes %d backups that are".formatted(young.size()),
                  some(young)));
    }
    List<PrunePlan.Fate> doubted =
        plan.backups().stream().filter(fate -> fate.time().doubt().isPresent()).toList();
    if (!doubted.isEmpty()) {
      warnings.add(
          "a clock was wrong when these were taken, so nothing is counted from what it said: "
              + some(doubted));
    }
    return warnings;
  }

  private static String some(List<PrunePlan.Fate> fates) {
    String names =
        fates.stream()
            .limit(MOST_NAMED)
            .map(fate -> fate.id().value())
            .collect(Collectors.joining(", "));
    return fates.size() > MOST_NAMED
        ? "%s and %d more".formatted(names, fates.size() - MOST_NAMED)
        : names;
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
    add(words, policy.hourly(), "hourly");
    add(words, policy.daily(), "daily");
    add(words, policy.weekly(), "weekly");
    add(words, policy.monthly(), "monthly");
    add(words, policy.yearly(), "yearly");
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
      fate.time().moment().ifPresent(at -> backup.put("snapshot_at", Json.time(at)));
      fate.time().doubt().ifPresent(doubt -> backup.put("clock_doubt", doubt.code()));
      backup.put("keep", fate.kept());
      Json.strings(backup, "reasons", fate.reasons());
      backup.put("stored_bytes", fate.storedBytes());
    }
    ArrayNode orphans = node.putArray("rubbish");
    for (PrunePlan.Orphan each : plan.orphans()) {
      orphans
          .addObject()
          .put("kind", word(each.kind()))
          .put("name", each.name())
          .put("bytes", each.bytes())
          .put("since", Json.time(each.since()))
          .put("clear", each.due());
    }
    node.put("freed_bytes", plan.freedBytes());
    Json.strings(node, "warnings", warnings());
  }

  private static void policy(RetentionPolicy policy, ObjectNode node) {
    node.put("last", policy.last());
    node.put("hourly", policy.hourly());
    node.put("daily", policy.daily());
    node.put("weekly", policy.weekly());
    node.put("monthly", policy.monthly());
    node.put("yearly", policy.yearly());
    policy.within().ifPresent(span -> node.put("within_seconds", span.toSeconds()));
    policy.manual().ifPresent(span -> node.put("manual_seconds", span.toSeconds()));
    Json.strings(node, "tags", policy.tags());
    node.put("timezone", policy.timeZone());
  }
}
