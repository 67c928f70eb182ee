package org.nessiebackup.report;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nessiebackup.kubernetes.exchange.HandoverPlan;
import org.nessiebackup.kubernetes.exchange.WorkloadPlan;

/** What the summary of each command looks like, besides the members that all of them have. */
public final class CommandShapes {
  private static final Shape<Void> LIST =
      Shape.of(Void.class)
          .text("vault", none -> "")
          .list("backups", NotesJson.LISTED, none -> List.of())
          .list("unreadable", NotesJson.UNREADABLE, none -> List.of());

  private static final Shape<Void> TIPS =
      Shape.of(Void.class)
          .text("vault", none -> "")
          .list("tips", TipsJson.TIP, none -> List.of())
          .list("unusable", TipsJson.UNUSABLE, none -> List.of());

  private static final Shape<Void> JOURNAL =
      Shape.of(Void.class)
          .text("vault", none -> "")
          .list("epochs", JournalJson.LISTED, none -> List.of())
          .list("gaps", JournalJson.GAP, none -> List.of());

  /** By the command, with the options that change what is answered. */
  public static final Map<String, Shape<?>> ALL =
      Map.ofEntries(
          entry("init", VaultJson.MADE),
          entry("backup", BackupJson.RESULT),
          entry("list", LIST),
          entry("list --tips", TIPS),
          entry("list --journal", JOURNAL),
          entry("show", NotesJson.SHOWN),
          entry("verify", VerifyJson.RESULT),
          entry("verify --files", VerifyJson.FILES),
          entry("verify --journal", VerifyJson.JOURNAL),
          entry("drill", DrillJson.RESULT),
          entry("restore --dry-run", RestoreJson.PLAN.planned()),
          entry("restore", RestoreJson.REPORT.done()),
          entry(
              "restore --kubernetes --dry-run",
              Shape.of(WorkloadPlan.class).object("plan", ExchangeJson.PLAN, Function.identity())),
          entry("restore --kubernetes", ExchangeJson.REPORT),
          entry("restore-ref --dry-run", SelectiveJson.REFERENCE_PLAN.planned()),
          entry("restore-ref", SelectiveJson.REFERENCE_REPORT.done()),
          entry("restore-table --dry-run", SelectiveJson.TABLE_PLAN.planned()),
          entry("restore-table", SelectiveJson.TABLE_REPORT.done()),
          entry("undo --dry-run", UndoJson.PLAN.planned()),
          entry("undo", UndoJson.REPORT.done()),
          entry("reset --dry-run", ResetJson.PLAN.planned()),
          entry("reset", ResetJson.RESULT.done()),
          entry("export", ExportJson.RESULT),
          entry("import", BackupJson.IMPORT),
          entry("refs", BrowseJson.REFERENCES),
          entry("log", BrowseJson.LOG),
          entry("ls", BrowseJson.KEYS),
          entry("cat", BrowseJson.CONTENT),
          entry("diff", BrowseJson.DIFFERENCES),
          entry("find-change", BrowseJson.HISTORY),
          entry("status", StatusJson.STATUS),
          entry("journal start", JournalJson.STARTED),
          entry("journal run", JournalJson.ENDED),
          entry("journal status", JournalJson.STATUS),
          entry("journal stop --dry-run", JournalJson.STOP_PLAN.planned()),
          entry("journal stop", JournalJson.STOPPED.done()),
          entry("journal marks", JournalJson.MARKS),
          entry("mark", JournalJson.MARKED),
          entry("replica create --dry-run", ReplicaJson.CREATE_PLAN.planned()),
          entry("replica create", ReplicaJson.CREATED.done()),
          entry("replica status", ReplicaStatusJson.STATUS),
          entry("replica promote --dry-run", PromotionJson.PLAN.planned()),
          entry("replica promote", PromotionJson.PROMOTED.done()),
          entry(
              "replica promote --kubernetes --dry-run",
              Shape.<HandoverPlan<?>>empty()
                  .object("plan", HandoverJson.PLAN, Function.identity())),
          entry("replica promote --kubernetes", HandoverJson.REPORT),
          entry("replica reverse --dry-run", PromotionJson.REVERSE_PLAN.planned()),
          entry("replica reverse", ReplicaJson.CREATED.done()),
          entry("replica drop --dry-run", ReplicaJson.DROP_PLAN.planned()),
          entry("replica drop", ReplicaJson.DROPPED.done()),
          entry("prune --dry-run", PruneJson.PLAN.planned()),
          entry("prune", PruneJson.REPORT.done()),
          entry("keep", VaultJson.KEPT),
          entry("copy --dry-run", CopyJson.PLAN.planned()),
          entry("copy", CopyJson.REPORT.done()),
          entry("unlock", VaultJson.UNLOCKED),
          entry("check", CheckJson.RESULT),
          entry("config show", ConfigJson.SHOWN),
          entry("config example", ConfigJson.EXAMPLE),
          entry("key list", KeysJson.KEYS),
          entry("key rewrap", KeysJson.REWRAP));

  private CommandShapes() {}
}
