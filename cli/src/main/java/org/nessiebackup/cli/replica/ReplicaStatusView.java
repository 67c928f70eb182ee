package org.nessiebackup.cli.replica;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.comparison.TableDifferences;
import org.nessiebackup.replica.ReplicaProofReport;
import org.nessiebackup.replica.ReplicaStatusReport;
import org.nessiebackup.replica.ReplicaStatusReport.Finding;
import org.nessiebackup.replica.ReplicaStatusReport.Lag;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.report.ReplicaStatusJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code replica status} shows.
 *
 * @param report how it is
 * @param maxLag how far it may be behind; absent if nobody has asked for that
 * @param proof whether its rows are the primary's; absent if that was not looked at
 * @param unproven whether that was asked for and could not be looked at
 */
record ReplicaStatusView(
    ReplicaStatusReport report,
    Optional<Duration> maxLag,
    Optional<ReplicaProofReport> proof,
    boolean unproven)
    implements View {
  @Override
  public void text(TextPage page) {
    page.line(
        "replica \"%s\": %s, epoch %d"
            .formatted(
                report.state().head().name(),
                report.state().phase().label(),
                report.state().epoch()));
    report.lag().ifPresent(lag -> page.field("behind", words(lag)));
    report
        .primary()
        .flatMap(ReplicaStatusReport.Primary::slot)
        .ifPresent(slot -> page.field("slot", words(slot)));
    report
        .replica()
        .flatMap(ReplicaStatusReport.Replica::subscription)
        .ifPresent(subscription -> page.field("applies", words(subscription)));
    Hints.behind(
        report.findings(),
        Finding::hint,
        finding -> finding(page, finding),
        hint -> hint.ifPresent(text -> page.field("hint", text)));
    proof.ifPresent(found -> proof(page, found));
    if (unproven) {
      page.alarm(Tone.BAD, "NOT PROVEN", "its rows were not compared, as it does not follow");
    }
  }

  private static String words(Lag lag) {
    return lag.reached()
        ? "%s, %s of the primary's log"
            .formatted(Text.duration(lag.time()), Text.bytes(lag.bytes()))
        : "%s of the primary's log; not there after %s"
            .formatted(Text.bytes(lag.bytes()), Text.duration(lag.time()));
  }

  private static String words(ReplicationSlot slot) {
    return "%s%s, holds back %s%s"
        .formatted(
            slot.name(),
            slot.activeProcess().isPresent() ? "" : ", not in use",
            Text.bytes(slot.log().retainedBytes()),
            slot.log()
                .safeBytes()
                .map(bytes -> ", " + Text.bytes(bytes) + " more before it is lost")
                .orElse(", without a limit"));
  }

  private static String words(Subscription subscription) {
    return subscription.name()
        + (subscription.enabled() ? "" : ", disabled")
        + subscription
            .worker()
            .map(worker -> ", server process " + worker.process())
            .orElse(", nobody does")
        + subscription
            .errors()
            .filter(errors -> errors.apply() > 0)
            .map(errors -> ", has failed %d times so far".formatted(errors.apply()))
            .orElse("");
  }

  private static void finding(TextPage page, Finding finding) {
    String label = finding.kind().label().toUpperCase(Locale.ROOT);
    switch (finding.kind().severity()) {
      case FINE ->
          page.field("state", Tone.GOOD, finding.kind().label(), ": " + finding.sentence());
      case WARNING -> page.alarm(Tone.DOUBTFUL, label, finding.sentence());
      case ERROR -> page.alarm(Tone.BAD, label, finding.sentence());
    }
  }

  private static void proof(TextPage page, ReplicaProofReport proof) {
    if (proof.proven()) {
      page.field(
          "proof",
          Tone.GOOD,
          "equal",
          ": every row is as it was on the primary at " + proof.equal().orElseThrow());
    } else {
      page.alarm(
          Tone.BAD,
          "NOT EQUAL",
          proof.tables().stream().allMatch(table -> table.differences().isEmpty())
              ? "each row is as it once was on the primary, but never were all of them together"
              : "rows of the replica are not those of the primary");
    }
    for (TableDifferences table : proof.tables()) {
      page.field(
          table.name(),
          "%s compared together, %s changed meanwhile"
              .formatted(Text.count(table.rows(), "row"), Text.count(table.touched(), "row")));
      table.differences().forEach(each -> page.field(each.kind().label(), words(each)));
      if (table.more()) {
        page.field("more", "there are others");
      }
    }
  }

  private static String words(TableDifferences.Difference difference) {
    return difference.columns().isEmpty()
        ? difference.key()
        : difference.key() + ": " + String.join(", ", difference.columns());
  }

  @Override
  public int exitCode() {
    if (report.failure().isPresent()) {
      return report.failure().get().exitCode();
    }
    if (proof.filter(found -> !found.proven()).isPresent()) {
      return Failure.FINDINGS.exitCode();
    }
    return unproven || maxLag.filter(report::stale).isPresent()
        ? Failure.STALE.exitCode()
        : ExitCodes.DONE;
  }

  @Override
  public String problem() {
    return "the replica is not as it should be";
  }

  @Override
  public void json(ObjectNode summary) {
    ReplicaStatusJson.STATUS.write(summary, new ReplicaStatusJson.Shown(report, proof));
  }
}
