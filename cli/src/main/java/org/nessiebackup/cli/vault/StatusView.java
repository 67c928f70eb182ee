package org.nessiebackup.cli.vault;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.report.StatusJson;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.report.metrics.StatusMetrics;
import org.nessiebackup.status.StatusReport;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.point.JournalReach;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a vault is.
 *
 * @param report all of it
 * @param files where it was written as well
 */
record StatusView(StatusReport report, List<String> files) implements View {
  /** Takes its own copy of the list. */
  StatusView {
    files = List.copyOf(files);
  }

  @Override
  public int exitCode() {
    return report.stale() ? Failure.STALE.exitCode() : ExitCodes.DONE;
  }

  @Override
  public void text(TextPage page) {
    page.line("vault \"" + report.location() + "\"");
    page.field("last backup", moment(report.newest().backup()));
    page.field("last full", moment(report.newest().full()));
    report
        .newest()
        .tip()
        .ifPresent(
            tip ->
                page.field(
                    "last tip", "%s ago, %s".formatted(Text.age(report.age(tip.at())), tip.id())));
    report.newest().journal().ifPresent(journal -> page.field("journal", journal(journal)));
    report
        .newest()
        .verified()
        .ifPresentOrElse(record -> verified(record, page), () -> page.field("verified", "never"));
    report
        .newest()
        .drills()
        .newest()
        .ifPresentOrElse(record -> drill(record, page), () -> page.field("drill", "never"));
    proof(page);
    report.newest().replicas().forEach(state -> replica(state, page));
    page.field("chain", "builds on " + Text.count(report.newest().chainDepth(), "backup"));
    page.field(
        "RPO now",
        report
            .recoveryPoint()
            .map(age -> Text.age(age) + ": what was written since then would be lost")
            .orElseGet(
                () ->
                    report.newest().backup().isPresent()
                        ? "not known: look at the clocks"
                        : "everything would be lost"));
    page.field(
        "backups",
        "%s, %s pinned, %s unreadable, %s found damaged"
            .formatted(
                report.counts().backups(),
                report.counts().pinned(),
                report.counts().unreadable(),
                report.counts().doubted()));
    if (report.counts().tips() > 0) {
      page.field("tips", Text.count(report.counts().tips()));
    }
    page.field(
        "size",
        Text.bytes(report.usage().bytes())
            + " in "
            + Text.count(report.usage().objects(), "object"));
    report.usage().freeBytes().ifPresent(free -> page.field("free", Text.bytes(free)));
    page.field(
        "unfinished",
        report.usage().unfinished()
            + report
                .usage()
                .uploadsHidden()
                .map("; uploads that nobody ended: not known, "::concat)
                .orElse(""));
    report.leases().forEach(held -> page.field("at work", LeaseText.line(held, report.now())));
    report.warnings().clocks().forEach(warning -> page.field("clocks", warning));
    report.warnings().findings().forEach(finding -> page.alarm(Tone.BAD, "STALE", finding));
    files.forEach(file -> page.field("report", file));
  }

  private String journal(JournalReach journal) {
    return "reaches %s ago, %s%s%s"
        .formatted(
            Text.age(report.age(journal.at())),
            journal.to(),
            journal.base().isPresent() ? "" : "; no backup is a base for it",
            journal.end().map(end -> "; ENDED: " + end.text()).orElse(""));
  }

  /** As it was written down last; `replica status` asks the servers. */
  private void replica(ReplicaState state, TextPage page) {
    boolean well =
        state.phase() == ReplicaState.Phase.FOLLOWING
            || state.phase() == ReplicaState.Phase.PROMOTED;
    page.field(
        "replica",
        well ? Tone.PLAIN : Tone.DOUBTFUL,
        "",
        "\"%s\" %s in epoch %d, written down %s ago%s"
            .formatted(
                state.head().name(),
                state.phase().label(),
                state.epoch(),
                Text.age(report.age(state.head().at())),
                state.reason().map(": "::concat).orElse("")));
  }

  private void verified(VerificationRecord record, TextPage page) {
    page.field(
        "verified",
        record.sound() ? Tone.GOOD : Tone.BAD,
        record.sound() ? "sound" : "DAMAGED",
        ", %s ago, %s, %s"
            .formatted(
                Text.age(report.age(record.verified())), record.backup(), record.depth().label()));
  }

  private void drill(DrillRecord record, TextPage page) {
    String newest = ", %s ago, %s".formatted(Text.age(report.age(record.ended())), record.backup());
    if (record.passed()) {
      page.field("drill", Tone.GOOD, "passed", newest);
      return;
    }
    page.field(
        "drill",
        Tone.BAD,
        record.failedStep().map(step -> "FAILED at " + step).orElse("FAILED"),
        newest
            + report
                .newest()
                .drills()
                .newestPassed()
                .map(each -> "; last passed " + Text.age(report.age(each.ended())) + " ago")
                .orElse("; none has passed"));
  }

  private void proof(TextPage page) {
    report
        .newest()
        .proofs()
        .newest()
        .ifPresentOrElse(
            record -> proven(record, page),
            () -> report.newest().journal().ifPresent(journal -> page.field("proven", "never")));
  }

  private void proven(JournalProofRecord record, TextPage page) {
    String newest =
        ", %s ago%s"
            .formatted(
                Text.age(report.age(record.at())),
                record.provenTo().map(to -> ", to " + to).orElse(""));
    if (record.passed()) {
      page.field("proven", Tone.GOOD, "journal", newest);
    } else if (!record.failed()) {
      page.field("proven", Tone.DOUBTFUL, "nothing of the journal", newest);
    } else {
      page.field("proven", Tone.BAD, "journal FAILED", newest + lastProven());
    }
  }

  private String lastProven() {
    return report
        .newest()
        .proofs()
        .newestPassed()
        .map(each -> "; last sound " + Text.age(report.age(each.at())) + " ago")
        .orElse("; none was sound");
  }

  private String moment(Optional<BackupEntry.Listed> moment) {
    return moment.map(each -> ago(each) + ", " + each.id()).orElse("never");
  }

  private String ago(BackupEntry.Listed moment) {
    return moment
        .time()
        .recent()
        .map(at -> Text.age(report.age(at)) + " ago")
        .orElse("at a moment that nobody knows");
  }

  @Override
  public void metrics(MetricPage page) {
    StatusMetrics.write(report, page);
  }

  @Override
  public String problem() {
    return String.join("; ", report.warnings().findings());
  }

  /** The report as a document of its own: what the summary says, for a file. */
  String document() {
    return Json.document("status", exitCode(), this::json);
  }

  @Override
  public void json(ObjectNode summary) {
    StatusJson.STATUS.write(summary, report);
  }
}
