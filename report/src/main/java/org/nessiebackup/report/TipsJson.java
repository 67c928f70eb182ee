package org.nessiebackup.report;

import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.PointId;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;

/** {@code list --tips}. */
public final class TipsJson {
  /** A tip. */
  public static final Shape<Tip> TIP =
      Shape.of(Tip.class)
          .text("id", tip -> id(tip).toString())
          .text("base", tip -> tip.place().base().value())
          .number("number", Tip::number)
          .time("at", tip -> tip.moment().seenAt())
          .flag("moved", tip -> tip.references().isPresent())
          .number("objects", tip -> tip.objects().map(TipRows::rows).orElse(0L))
          .number("stored_bytes", Tip::storedBytes);

  /** Tips that cannot be used. */
  public static final Shape<Unusable> UNUSABLE =
      Shape.of(Unusable.class)
          .text("base", each -> each.base().value())
          .number("usable", Unusable::usable)
          .text("code", each -> each.reason().failure().label())
          .text("message", each -> each.reason().getMessage());

  private TipsJson() {}

  /** Its name. */
  public static PointId id(Tip tip) {
    return PointId.of(tip.place().base(), tip.number());
  }

  /**
   * The tips of a backup behind one.
   *
   * @param base the backup
   * @param usable how many tips before can be used
   * @param reason why those behind cannot
   */
  public record Unusable(BackupId base, long usable, BackupException reason) {}
}
