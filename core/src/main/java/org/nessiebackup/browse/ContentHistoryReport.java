package org.nessiebackup.browse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieContent;

/**
 * What the backups of a vault say about one key, oldest first; backups that say the same are one
 * span.
 *
 * @param reference the branch or tag
 * @param extent how many there are, and were looked into
 * @param spans at least one, unless no backup could be read
 * @param unreadable backups that could not be read
 */
public record ContentHistoryReport(
    ContentKey key,
    String reference,
    Extent extent,
    List<Span> spans,
    List<UnreadableBackup> unreadable) {
  /** Takes its own copies. */
  public ContentHistoryReport {
    spans = List.copyOf(spans);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * How far it goes.
   *
   * @param backups how many there are, without those whose manifest cannot be read
   * @param looked how many were looked into; between others the key did not change, as far as that
   *     can be told
   * @param more whether there are older spans
   */
  public record Extent(int backups, int looked, boolean more) {}

  /** What a backup says of the key. */
  public sealed interface State {
    /** The content is there. */
    record Present(NessieContent content) implements State {}

    /** The reference is there, and the key is not. */
    record NoContent() implements State {}

    /** There is no such reference. */
    record NoReference() implements State {}
  }

  /**
   * Neighbouring backups that say the same.
   *
   * @param first the oldest of them
   * @param last the newest of them
   * @param backups how many they are
   */
  public record Span(Moment first, Moment last, int backups, State state) {}

  /**
   * A backup.
   *
   * @param backup its id
   * @param at the moment whose state it holds
   */
  public record Moment(BackupId backup, Instant at) {}

  /**
   * A backup that could not be read.
   *
   * @param message why
   */
  public record UnreadableBackup(BackupId backup, String message) {}

  /** The last backup before what the newest one says; absent if all say the same. */
  public Optional<Span> beforeLastChange() {
    return spans.size() < 2 ? Optional.empty() : Optional.of(spans.get(spans.size() - 2));
  }
}
