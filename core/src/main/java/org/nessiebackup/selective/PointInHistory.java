package org.nessiebackup.selective;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.nessie.Micros;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;

/** Finds the commit that a user means. */
final class PointInHistory {
  private PointInHistory() {}

  /**
   * The commit of a state of a reference.
   *
   * @throws BackupException {@link Failure#REFERENCE_NOT_FOUND} if it never had that state
   */
  static ObjectId find(
      CommitGraph graph, ReferenceRow reference, ReferenceRestoreOptions.Point point) {
    return switch (point) {
      case ReferenceRestoreOptions.Point.Head head -> reference.pointer();
      case ReferenceRestoreOptions.Point.Commit commit -> byId(graph, reference, commit.id());
      case ReferenceRestoreOptions.Point.Time time -> byTime(graph, reference, time.moment());
    };
  }

  private static ObjectId byId(CommitGraph graph, ReferenceRow reference, String begin) {
    String wanted = begin.toLowerCase(Locale.ROOT);
    List<ObjectId> found =
        Stream.concat(
                Stream.of(reference.pointer()),
                reference.previous().stream().map(ReferenceRow.Previous::pointer))
            .flatMapToInt(head -> IntStream.of(graph.line(graph.ids().find(head))))
            .distinct()
            .mapToObj(graph.ids()::id)
            .filter(id -> id.hex().startsWith(wanted))
            .limit(2)
            .toList();
    if (found.size() > 1) {
      throw Failure.USAGE.exception(
          "several commits of \"%s\" begin with %s".formatted(name(reference), wanted),
          "Give more digits.");
    }
    return found.stream()
        .findFirst()
        .orElseThrow(
            () ->
                Failure.REFERENCE_NOT_FOUND.exception(
                    "\"%s\" has no commit %s in this backup, and had none before it was moved"
                        .formatted(name(reference), wanted),
                    "`nessie-backup log` lists those it has."));
  }

  private static ObjectId byTime(CommitGraph graph, ReferenceRow reference, Instant moment) {
    long micros = Micros.of(moment);
    return IntStream.of(graph.line(graph.ids().find(reference.pointer())))
        .filter(commit -> graph.createdMicros(commit) <= micros)
        .mapToObj(graph.ids()::id)
        .findFirst()
        .orElseThrow(
            () ->
                Failure.REFERENCE_NOT_FOUND.exception(
                    "\"%s\" has no commit as old as %s in this backup"
                        .formatted(name(reference), moment),
                    "`nessie-backup log` shows when its commits were made."));
  }

  private static String name(ReferenceRow reference) {
    return reference.shown().map(NessieReference::name).orElse(reference.name());
  }
}
