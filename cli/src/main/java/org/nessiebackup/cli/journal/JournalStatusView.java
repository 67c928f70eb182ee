package org.nessiebackup.cli.journal;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.journal.JournalStatusReport;
import org.nessiebackup.journal.JournalStatusReport.Epoch;
import org.nessiebackup.journal.JournalStatusReport.Server;
import org.nessiebackup.journal.JournalStatusReport.Slot;
import org.nessiebackup.journal.JournalStatusReport.State;
import org.nessiebackup.report.JournalJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code journal status} shows. */
record JournalStatusView(JournalStatusReport report) implements View {
  @Override
  public void text(TextPage page) {
    page.line(
        switch (report.state()) {
          case NONE -> "no journal";
          case FOLLOWED -> "the journal is followed";
          case WAITING -> "nobody follows the journal";
          case ENDED -> "the journal has ended";
          case UNKNOWN -> "the server cannot be reached";
        });
    report.epoch().ifPresent(epoch -> epoch(page, epoch));
    if (report.state() != State.NONE) {
      report.server().ifPresent(server -> server(page, server));
    }
    report
        .standby()
        .ifPresent(
            standby ->
                page.field(
                    "commits",
                    standby.synchronous() && !standby.alone() ? Tone.PLAIN : Tone.DOUBTFUL,
                    "",
                    standby.text()));
    report.next().ifPresent(next -> page.field("next", next));
  }

  private static void epoch(TextPage page, Epoch epoch) {
    page.field(
        "epoch",
        "%s, from %s (%s)%s"
            .formatted(
                epoch.id(),
                epoch.start().position(),
                Text.time(epoch.start().at()),
                epoch
                    .start()
                    .follows()
                    .map(before -> ", without a gap after " + before)
                    .orElse("")));
    page.field(
        "stored",
        "%s, %s"
            .formatted(
                Text.count(epoch.files().count(), "file"),
                Text.bytes(epoch.files().storedBytes())));
    page.field("reaches", "%s (%s)".formatted(Text.time(epoch.reachedAt()), epoch.to()));
    epoch.end().ifPresent(end -> page.field("ended", Tone.BAD, "", end.text()));
  }

  private static void server(TextPage page, Server server) {
    server.lag().ifPresent(lag -> page.field("behind", behind(server, Text.duration(lag))));
    page.field(
        "slot", server.slot() + server.slotState().map(slot -> words(slot)).orElse(": gone"));
  }

  private static String behind(Server server, String lag) {
    return server.lagBytes().isPresent()
        ? "%s, %s of the server's log".formatted(lag, Text.bytes(server.lagBytes().getAsLong()))
        : lag;
  }

  private static String words(Slot slot) {
    if (slot.lost()) {
      return ": lost";
    }
    Optional<String> safe =
        slot.safe().map(bytes -> ", " + Text.bytes(bytes) + " more before it is lost");
    return "%s, holds back %s%s"
        .formatted(
            slot.active() ? "" : ", not in use",
            Text.bytes(slot.retained()),
            safe.orElse(", without a limit"));
  }

  @Override
  public int exitCode() {
    return switch (report.state()) {
      case NONE, FOLLOWED -> ExitCodes.DONE;
      case WAITING, ENDED, UNKNOWN -> Failure.STALE.exitCode();
    };
  }

  @Override
  public String problem() {
    return "the journal does not go on";
  }

  @Override
  public void json(ObjectNode summary) {
    JournalJson.STATUS.write(summary, report);
  }
}
