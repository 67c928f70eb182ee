package org.nessiebackup.cli.restore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.PointId;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.vault.point.RecoveryPoint;

/** Which of the kinds of recovery points it is, and what that means. */
public final class PointText {
  private PointText() {}

  /** What it is called in a sentence. */
  public static String name(PointId id) {
    return id.words();
  }

  /** The same of a name that somebody may have edited. */
  static String name(String id) {
    if (id.contains("@")) {
      return "position " + id;
    }
    return (id.contains(".") ? "tip " : "backup ") + id;
  }

  static void lines(PointId id, Optional<Instant> at, TextPage page) {
    String of = at.map(moment -> "the state of " + Text.time(moment)).orElse("its state");
    if (id.position().isPresent()) {
      page.field(
          "point",
          "exact: %s, every row of it, from base %s and the journal up to %s"
              .formatted(of, id.backup(), id.position().get()));
      return;
    }
    if (id.isBackup()) {
      page.field("point", "exact: %s, every row of it".formatted(of));
      return;
    }
    page.field(
        "point",
        "a tip: %s, from base %s and %s"
            .formatted(of, id.backup(), Text.count(id.tip().getAsLong(), "tip")));
    List<String> lacks = RecoveryPoint.lacks(id);
    page.field("lacks", String.join("; ", lacks));
  }
}
