package org.nessiebackup.report;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.PointId;
import org.nessiebackup.vault.point.RecoveryPoint;

/** A recovery point, wherever one is named. */
final class PointJson {
  /**
   * A recovery point.
   *
   * @param at the moment whose state it holds; absent if that is not known
   */
  record Point(PointId id, Optional<Instant> at) {}

  static final Shape<Point> POINT =
      Shape.of(Point.class)
          .text("id", point -> point.id().toString())
          .text("kind", point -> kind(point.id()))
          .timeIf("at", Point::at)
          .textIf(
              "base",
              point ->
                  Optional.of(point.id())
                      .filter(id -> !id.isBackup())
                      .map(id -> id.backup().value()))
          .numberIf(
              "tips",
              point ->
                  point.id().tip().isPresent()
                      ? Optional.of(point.id().tip().getAsLong())
                      : Optional.empty())
          .texts("lacks", point -> RecoveryPoint.lacks(point.id()))
          .textIf("position", point -> point.id().position().map(Lsn::toString));

  private PointJson() {}

  private static String kind(PointId id) {
    if (id.position().isPresent()) {
      return "journal";
    }
    return id.tip().isPresent() ? "tip" : "exact";
  }
}
