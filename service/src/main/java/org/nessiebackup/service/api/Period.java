package org.nessiebackup.service.api;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.report.Shape;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.vault.backups.BackupEntry;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An hour or a day, and the points whose state is of it.
 *
 * @param start its first moment
 * @param points newest first, at least one
 */
record Period(Instant start, List<Point> points) {
  ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("start", start.toString());
    document.put("points", points.size());
    document.put("full", count(point -> is(point, BackupType.FULL)));
    document.put("incremental", count(point -> is(point, BackupType.INCREMENTAL)));
    document.put("unreadable", count(point -> point.entry() instanceof BackupEntry.Unreadable));
    document.put("damaged", count(point -> point.proof().damaged()));
    document.put(
        "verified",
        count(point -> !point.proof().damaged() && point.proof().verification().isPresent()));
    document.put("drilled", count(point -> point.proof().drilled()));
    document.put("pinned", count(point -> point.pin().isPresent()));
    document.put("leaving", count(point -> point.stays().isEmpty()));
    document.put("stored_bytes", points.stream().mapToLong(Point::storedBytes).sum());
    document.put("newest", points.getFirst().id().value());
    document.put("newest_at", Shape.time(PointDocument.moment(points.getFirst())));
    return document;
  }

  private long count(Predicate<Point> wanted) {
    return points.stream().filter(wanted).count();
  }

  private static boolean is(Point point, BackupType type) {
    return point.entry() instanceof BackupEntry.Listed listed && listed.manifest().type() == type;
  }
}
