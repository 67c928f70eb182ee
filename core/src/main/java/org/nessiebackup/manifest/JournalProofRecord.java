package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;

/**
 * The result of proving a journal.
 *
 * @param vault the id of the vault
 * @param tool name and version of the program that has proven it
 * @param protection who can read backups of that moment
 * @param at when it was over
 * @param sound whether nothing was wrong; absent if it was written down on the way, when not all
 *     was looked at
 * @param stretches what is proven, then or before, oldest first
 * @param unproven what is not, oldest first
 */
public record JournalProofRecord(
    String vault,
    String tool,
    @JsonUnwrapped Protection protection,
    Instant at,
    Optional<Boolean> sound,
    List<Stretch> stretches,
    List<Unproven> unproven)
    implements Document {
  /** Takes its own copies of the lists. */
  public JournalProofRecord {
    stretches = List.copyOf(stretches);
    unproven = List.copyOf(unproven);
  }

  /** Whether all was looked at. */
  public boolean finished() {
    return sound.isPresent();
  }

  /** Whether all was looked at, and something was wrong. */
  public boolean failed() {
    return !sound.orElse(true);
  }

  /** Whether all was looked at, nothing was wrong, and something is proven. */
  public boolean passed() {
    return sound.orElse(false) && !stretches.isEmpty();
  }

  /** The newest backup that the journal is proven to lead to. */
  public Optional<BackupId> provenTo() {
    return stretches.isEmpty()
        ? Optional.empty()
        : Optional.of(stretches.getLast().backups().getLast());
  }

  /**
   * Backups of which the journal leads from each to the next.
   *
   * @param backups two of them at least, in their order
   */
  public record Stretch(List<BackupId> backups) {
    /** Takes its own copy of the list, and refuses what proves nothing. */
    public Stretch {
      backups = List.copyOf(backups);
      if (backups.size() < 2 || new HashSet<>(backups).size() < backups.size()) {
        throw new IllegalArgumentException("a stretch of a journal lies between two backups");
      }
    }
  }

  /**
   * A backup to which the journal is not proven to lead.
   *
   * @param from the one before it; absent if it lies in no stretch of the journal
   * @param to which
   * @param outcome what came of it, in a word; later versions know more words
   * @param message why, for people
   */
  public record Unproven(
      Optional<BackupId> from, BackupId to, String outcome, Optional<String> message) {}
}
