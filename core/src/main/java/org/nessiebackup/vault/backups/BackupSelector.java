package org.nessiebackup.vault.backups;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.MomentWords;

/** Which backup somebody means who names one in words. */
public sealed interface BackupSelector {
  /** The newest backup, wherever an id is expected. */
  String LATEST = "latest";

  /** What may be written, for whoever wrote something else. */
  String FORMS =
      "Name it by its id, such as 20261122T020000Z-7f3a, or as much of it as only one has; or as"
          + " latest, latest~1 for the one before, latest@{yesterday}, latest@{26h} or"
          + " latest@{2026-11-22T02:00:00Z} for the newest that was there then. `nessie-backup"
          + " list` shows all.";

  /** By its whole id. */
  record Exact(BackupId id) implements BackupSelector {}

  /** By the beginning of its id, or by the digits at the end. */
  record Abbreviated(String part) implements BackupSelector {}

  /**
   * By its age.
   *
   * @param asOf the newest one whose state is not of a later moment than this; of all if absent
   * @param before how many before that one
   */
  record Newest(Optional<Instant> asOf, int before) implements BackupSelector {}

  /**
   * Reads such words.
   *
   * @param now what spans are counted from
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if they are none
   */
  static BackupSelector of(String text, Instant now) {
    if (BackupId.isValid(text)) {
      return new Exact(new BackupId(text));
    }
    Matcher newest = Form.NEWEST.matcher(text);
    if (newest.matches()) {
      Optional<Instant> asOf = Optional.ofNullable(newest.group(1)).map(when -> moment(when, now));
      String steps = newest.group(2);
      return new Newest(asOf, steps == null ? 0 : Integer.parseInt(steps));
    }
    if (Form.PART.matcher(text).matches()) {
      return new Abbreviated(text);
    }
    throw Failure.USAGE.exception("\"" + text + "\" names no backup", FORMS);
  }

  private static Instant moment(String words, Instant now) {
    return MomentWords.parse(words, now)
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "\"" + words.strip() + "\" is no moment at which a backup could be looked for",
                    FORMS));
  }

  /** Whether a backup of this id may be the one that is meant. */
  default boolean mayBe(BackupId id) {
    return switch (this) {
      case Exact exact -> exact.id().equals(id);
      case Abbreviated part ->
          id.value().startsWith(part.part()) || id.value().endsWith("-" + part.part());
      case Newest newest -> true;
    };
  }

  /** How they look. */
  final class Form {
    private static final Pattern NEWEST =
        Pattern.compile(LATEST + "(?:@\\{([^{}]+)\\})?(?:~([0-9]{1,6}))?");

    /** At least as long as the digits at the end; shorter, a typing error would soon fit. */
    private static final Pattern PART =
        Pattern.compile("[0-9a-f]{4}|[0-9]{4,8}(?:T[0-9]{0,6}(?:Z(?:-[0-9a-f]{0,4})?)?)?");

    private Form() {}
  }
}
