package org.nessiebackup.cli.journal;

import java.util.function.Consumer;
import org.nessiebackup.Progress;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.journal.FollowReport;
import org.nessiebackup.journal.JournalStatusReport;

/** Says what happens while a journal is followed. */
record JournalNarration(Console console) implements Consumer<FollowReport> {
  @Override
  public void accept(FollowReport report) {
    switch (report) {
      case FollowReport.Following following ->
          console.note(
              "following from %s on, into epoch %s".formatted(following.from(), following.epoch()));
      case FollowReport.Stored stored ->
          console
              .work()
              .progress()
              .detail(
                  Progress.Detail.VERBOSE,
                  () ->
                      "stored file %d: %s, up to %s"
                          .formatted(
                              stored.file().number(),
                              Text.count(stored.file().transactions().size(), "transaction"),
                              stored.file().span().to()));
      case FollowReport.Quiet quiet ->
          console
              .work()
              .progress()
              .detail(
                  Progress.Detail.DEBUG,
                  () -> "nothing was committed up to %s".formatted(Text.time(quiet.until())));
      case FollowReport.Begun begun ->
          console.note(
              begun.follows().isPresent()
                  ? "epoch %s follows without a gap".formatted(begun.epoch())
                  : "epoch %s has begun: a backup is needed to go on from"
                      .formatted(begun.epoch()));
      case FollowReport.Ended ended ->
          console.warn("epoch %s has ended: %s".formatted(ended.epoch(), ended.end().text()));
      case FollowReport.Waiting waiting ->
          // The same each time, so that it is given once however often it is tried.
          console.warn(waiting.reason().getMessage() + "; trying again");
      case FollowReport.Waited waited -> commits(waited.standby());
    }
  }

  private void commits(JournalStatusReport.Standby standby) {
    if (standby.synchronous() && !standby.alone()) {
      console.note(standby.text());
    } else {
      console.warn(standby.text());
    }
  }
}
