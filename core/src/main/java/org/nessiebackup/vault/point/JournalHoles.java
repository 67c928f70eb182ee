package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.JournalFiles;

/** Where files of an epoch are missing, as a listing says. */
final class JournalHoles {
  /** So many are told apart; the rest is one. */
  private static final int MOST = 100;

  private final JournalFiles files;
  private final long last;

  private JournalHoles(JournalFiles files, long last) {
    this.files = files;
    this.last = last;
  }

  /**
   * Those before a file.
   *
   * @param last its number; it is there, and can be used
   */
  static List<JournalGap> of(JournalFiles files, long last) {
    return files.count() == files.last() ? List.of() : new JournalHoles(files, last).find();
  }

  private List<JournalGap> find() {
    List<JournalGap> holes = new ArrayList<>();
    long next = 1;
    while (next < last) {
      if (files.has(next)) {
        next++;
      } else {
        long behind = holes.size() + 1 == MOST ? last : behind(next);
        holes.add(gap(next, behind));
        next = behind + 1;
      }
    }
    return holes;
  }

  /** The first file behind a missing one that can be used. */
  private long behind(long missing) {
    long number = missing + 1;
    while (number < last && usable(number).isEmpty()) {
      number++;
    }
    return number;
  }

  private JournalGap gap(long first, long behind) {
    Optional<JournalFile> before = Optional.empty();
    long number = first;
    while (before.isEmpty() && --number > 0) {
      before = usable(number);
    }
    Instant from =
        before
            .map(file -> file.span().reachedAt())
            .orElseGet(() -> files.epoch().document().begunAt());
    Lsn position =
        before.map(file -> file.span().to()).orElseGet(() -> files.epoch().document().start());
    return new JournalGap(
        from,
        Optional.of(files.file(behind).span().reachedAt()),
        position,
        JournalGap.DAMAGED,
        "file %d of epoch \"%s\" is missing%s"
            .formatted(
                first,
                files.epoch().id(),
                behind - first > 1 ? ", or others up to %d".formatted(behind - 1) : ""));
  }

  private Optional<JournalFile> usable(long number) {
    if (!files.has(number)) {
      return Optional.empty();
    }
    try {
      return Optional.of(files.file(number));
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
