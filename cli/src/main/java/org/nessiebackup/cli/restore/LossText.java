package org.nessiebackup.cli.restore;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.browse.BrowseOptions;
import org.nessiebackup.browse.CatalogBrowser;
import org.nessiebackup.browse.LossReport;
import org.nessiebackup.browse.LossReport.Effect;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.report.RestoreJson.Planned;
import org.nessiebackup.restore.RestorePlan;

/** What a restore loses: what people fear most, so it is said before they are asked. */
final class LossText {
  /** More branches than this are counted only. */
  private static final int MOST = 12;

  private LossText() {}

  /** Compares the backup with what it replaces. A catalog that cannot be read is no obstacle. */
  static Planned of(RestorePlan plan, CatalogBrowser browser) {
    if (plan.target().tables().isEmpty()) {
      return new Planned(plan, Optional.empty(), Optional.empty());
    }
    CatalogOrigin live =
        new CatalogOrigin.Live(
            Optional.of(plan.schema()), Optional.of(plan.swap().catalog().tables()));
    CatalogOrigin backup = new CatalogOrigin.Point(plan.point());
    try {
      LossReport loss =
          browser.losses(
              new BrowseOptions(backup, Optional.empty(), plan.jobs()),
              new BrowseOptions(live, Optional.empty(), plan.jobs()));
      return new Planned(plan, Optional.of(loss), Optional.empty());
    } catch (BackupException e) {
      if (e.failure() == Failure.INTERRUPTED) {
        throw e;
      }
      return new Planned(plan, Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  static void lines(Planned planned, TextPage page) {
    planned
        .unknown()
        .ifPresent(
            reason ->
                page.alarm(
                    Tone.DOUBTFUL,
                    "loses",
                    "what was committed since; how much is not known: " + reason));
    planned.loss().ifPresent(loss -> lines(loss, page));
  }

  private static void lines(LossReport loss, TextPage page) {
    if (loss.references().isEmpty()) {
      page.field("loses", "nothing: each branch and tag is where it was at the backup");
      return;
    }
    page.alarm(Tone.DOUBTFUL, "loses", sum(loss));
    loss.references().stream().limit(MOST).forEach(each -> page.field("", line(each)));
    int more = loss.references().size() - MOST;
    if (more > 0) {
      page.field("", "and %s more: `diff` shows all".formatted(Text.count(more)));
    }
  }

  private static String sum(LossReport loss) {
    int back = loss.with(Effect.MOVED_BACK).size();
    int removed = loss.with(Effect.REMOVED).size();
    return "%s on %s; %s made since the backup"
        .formatted(
            Text.count(loss.commits(), "commit"),
            branches(back),
            removed == 0
                ? "no branch or tag was"
                : branches(removed) + (removed == 1 ? " was" : " were"));
  }

  private static String branches(int count) {
    return count == 1 ? "1 branch or tag" : Text.count(count) + " branches and tags";
  }

  private static String line(LossReport.Reference each) {
    String name =
        "%s %s%s"
            .formatted(
                each.kind().name().toLowerCase(Locale.ROOT),
                each.name(),
                each.repository().isEmpty() ? "" : " of \"%s\"".formatted(each.repository()));
    return switch (each.effect()) {
      case REMOVED -> name + " goes: it was made since";
      case RETURNED -> name + " returns: it was deleted since";
      case MOVED_BACK -> name + " goes back: " + String.join(", ", moves(each));
    };
  }

  private static List<String> moves(LossReport.Reference each) {
    String lost =
        each.commitsLost()
            .map(count -> "loses " + Text.count(count, "commit"))
            .orElse("how many commits is not known");
    String contents =
        switch (each.contents()) {
          case 0 -> "no table differs";
          case 1 -> "1 table or view differs";
          default -> Text.count(each.contents()) + " tables and views differ";
        };
    return each.commitsReturned().filter(count -> count > 0).isPresent()
        ? List.of(lost, "gets back " + Text.count(each.commitsReturned().get(), "commit"), contents)
        : List.of(lost, contents);
  }
}
