package org.nessiebackup.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.retention.PrunePlan.JournalFate;
import org.nessiebackup.vault.journal.StoredEpoch;
import org.nessiebackup.vault.journal.StoredJournal;

/**
 * Decides which epochs of the journal stay. They go as a whole, once nothing was added to them for
 * some time; and not as long as a backup leads through them into an epoch that stays.
 *
 * @param stored what lies in the vault of each epoch
 * @param keep how long an epoch stays after its last file
 * @param since from when that is counted: when something was last added to the vault, by the
 *     store's clock, so that a host whose clock is wrong removes nothing because of it
 */
record JournalRetention(
    NavigableMap<EpochId, StoredJournal> stored, Duration keep, Instant since, Instant now) {
  /** Who writes a journal adds a file each minute at least, so others have stopped. */
  private static final Duration AT_WORK = Duration.ofMinutes(10);

  /**
   * What becomes of all epochs that have a document, oldest first.
   *
   * @param epochs as their documents say
   * @param staying the backups that stay
   */
  List<JournalFate> fates(List<StoredEpoch> epochs, List<Source.Server> staying) {
    Documents documents = Documents.of(epochs);
    List<JournalFate> fates = new ArrayList<>();
    Set<EpochId> followed = new HashSet<>();
    for (StoredEpoch epoch : epochs.reversed()) {
      StoredJournal size = stored.getOrDefault(epoch.id(), StoredJournal.NONE);
      if (!size.begun()) {
        continue;
      }
      boolean newest = newest(epochs).equals(Optional.of(epoch));
      List<String> reasons = new ArrayList<>(byAge(size, newest));
      Optional<JournalEpoch.Before> follows = Optional.empty();
      switch (epoch) {
        case StoredEpoch.Unusable unusable ->
            reasons.add("cannot be read: " + unusable.reason().getMessage());
        case StoredEpoch.Usable usable -> {
          follows = usable.document().follows();
          if (followed.contains(epoch.id())
              && staying.stream()
                  .anyMatch(backup -> documents.leadsThrough(usable.document(), backup))) {
            reasons.add("between a backup and an epoch that stay");
          }
        }
      }
      if (!reasons.isEmpty()) {
        follows.map(JournalEpoch.Before::epoch).ifPresent(followed::add);
      }
      fates.add(new JournalFate(epoch.id(), size, reasons));
    }
    return fates.reversed();
  }

  /** What cannot be used hides nothing. */
  private static Optional<StoredEpoch> newest(List<StoredEpoch> epochs) {
    return epochs.reversed().stream().filter(StoredEpoch.Usable.class::isInstance).findFirst();
  }

  private List<String> byAge(StoredJournal size, boolean newest) {
    List<String> reasons = new ArrayList<>();
    if (isAtWork(size)) {
      reasons.add("files are being added");
    }
    if (newest && !keep.isZero()) {
      reasons.add("newest epoch");
    }
    if (isYoung(size)) {
      reasons.add("files within " + RetentionRules.words(keep));
    }
    return reasons;
  }

  /** The epochs that can be used, by their names. */
  private record Documents(Map<EpochId, JournalEpoch> all) {
    static Documents of(List<StoredEpoch> epochs) {
      Map<EpochId, JournalEpoch> all = new HashMap<>();
      for (StoredEpoch epoch : epochs) {
        if (epoch instanceof StoredEpoch.Usable usable) {
          all.put(epoch.id(), usable.document());
        }
      }
      return new Documents(all);
    }

    /** Whether a backup was taken in an epoch that another one follows, or in one before that. */
    boolean leadsThrough(JournalEpoch epoch, Source.Server backup) {
      CatalogPlace source = epoch.source();
      return backup.systemIdentifier().equals(Optional.of(source.systemIdentifier()))
          && backup.timeline().equals(Optional.of(source.timeline()))
          && backup.databaseOid() == source.databaseOid()
          && backup
              .lsnBefore()
              .flatMap(Lsn::parse)
              .filter(at -> at.compareTo(start(epoch)) >= 0 && isBeforeEnd(at, epoch.epoch()))
              .isPresent();
    }

    /** Where the first of those begins that lead to an epoch without a gap. */
    private Lsn start(JournalEpoch epoch) {
      return before(epoch)
          // What follows on itself was made to keep a reader busy.
          .filter(former -> former.epoch().compareTo(epoch.epoch()) < 0)
          .map(this::start)
          .orElse(epoch.start());
    }

    private Optional<JournalEpoch> before(JournalEpoch epoch) {
      return epoch.follows().map(JournalEpoch.Before::epoch).map(all::get);
    }

    private boolean isBeforeEnd(Lsn at, EpochId epoch) {
      return all.values().stream()
          .filter(other -> before(other).map(JournalEpoch::epoch).equals(Optional.of(epoch)))
          .anyMatch(follower -> at.compareTo(follower.start()) < 0);
    }
  }

  private boolean isYoung(StoredJournal journal) {
    return journal.newest().plus(keep).isAfter(since);
  }

  /** Whether somebody may be at work on an epoch. */
  private boolean isAtWork(StoredJournal journal) {
    return journal.newest().plus(AT_WORK).isAfter(now);
  }

  /** Files of epochs that have no document. */
  Map<EpochId, StoredJournal> orphans() {
    return stored.entrySet().stream()
        .filter(each -> !each.getValue().begun())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Whether such files go: as late as others, as their document may be brought back from a copy.
   */
  boolean due(StoredJournal orphan) {
    return !isAtWork(orphan) && !isYoung(orphan);
  }
}
