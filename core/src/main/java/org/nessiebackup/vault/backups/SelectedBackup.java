package org.nessiebackup.vault.backups;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.MomentWords;
import org.nessiebackup.manifest.Manifest;

/** Finds the backup that is meant among those there are. */
final class SelectedBackup {
  /** So many are named where several may be meant. */
  private static final int NAMED = 8;

  private SelectedBackup() {}

  /**
   * The only id that such a part fits.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if there is none, {@link
   *     Failure#USAGE} naming them if there are several
   */
  static BackupId only(BackupSelector.Abbreviated part, List<BackupId> all) {
    List<BackupId> fitting = all.stream().filter(part::mayBe).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    if (fitting.isEmpty()) {
      throw Failure.BACKUP_NOT_FOUND.exception(
          "no backup has an id with \"%s\"".formatted(part.part()), BackupSelector.FORMS);
    }
    String named =
        fitting.reversed().stream()
            .limit(NAMED)
            .map(BackupId::value)
            .collect(Collectors.joining(", "));
    int more = fitting.size() - NAMED;
    throw Failure.USAGE.exception(
        "%d backups have an id with \"%s\": %s%s"
            .formatted(
                fitting.size(), part.part(), named, more > 0 ? " and " + more + " more" : ""),
        "Give as much of the id as only one of them has.");
  }

  /**
   * One of those of a server, or of dumps where there are no others, by its place among them.
   *
   * @param entries in the order in which they were taken
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if there are not so many; why one
   *     cannot be read that may be the one that is meant
   */
  static Manifest of(BackupSelector.Newest wanted, List<BackupEntry> entries) {
    List<BackupEntry.Listed> readable = BackupEntry.readable(entries);
    boolean ofServer = readable.stream().anyMatch(each -> each.manifest().server().isPresent());
    List<Manifest> passed = new ArrayList<>();
    for (BackupEntry entry : entries.reversed()) {
      switch (entry) {
        case BackupEntry.Unreadable unreadable -> {
          if (isOld(unreadable.id().time(), wanted)) {
            throw unreadable.reason();
          }
        }
        case BackupEntry.Listed listed -> {
          boolean counts = listed.manifest().server().isPresent() == ofServer;
          if (counts && listed.time().moment().filter(at -> isOld(at, wanted)).isPresent()) {
            passed.add(listed.manifest());
          }
        }
      }
      if (passed.size() > wanted.before()) {
        return passed.getLast();
      }
    }
    throw Failure.BACKUP_NOT_FOUND.exception(
        wanted.asOf().isPresent() && passed.isEmpty()
            ? "no backup is as old as " + MomentWords.of(wanted.asOf().get())
            : "there are only %d such backups".formatted(passed.size()),
        oldest(readable, wanted.asOf().isPresent())
            + "`nessie-backup list` shows those there are.");
  }

  /** Who means another zone asks for a moment some hours before all backups. */
  private static String oldest(List<BackupEntry.Listed> readable, boolean byMoment) {
    return readable.stream()
        .filter(backup -> byMoment)
        .findFirst()
        .map(BackupEntry.Listed::manifest)
        .map(
            backup ->
                "The oldest is %s of %s; what has no offset, such as +01:00, is UTC. "
                    .formatted(backup.id(), MomentWords.of(backup.snapshotAt())))
        .orElse("");
  }

  private static boolean isOld(Instant moment, BackupSelector.Newest wanted) {
    return wanted.asOf().filter(moment::isAfter).isEmpty();
  }
}
