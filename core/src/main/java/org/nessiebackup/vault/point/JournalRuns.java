package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.EpochId;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.Journals;
import org.nessiebackup.vault.journal.StoredEpoch;
import org.nessiebackup.vault.journal.StoredJournal;

/**
 * What there is of a journal.
 *
 * @param all its stretches, the oldest first
 * @param lost epochs before the first of them that cannot be used; absent if there are none
 */
record JournalRuns(List<JournalRun> all, Optional<LostEpochs> lost) {
  JournalRuns {
    all = List.copyOf(all);
  }

  /**
   * Epochs that cannot be used.
   *
   * @param from when the first of them began, by its name
   * @param damage why
   */
  record LostEpochs(Instant from, JournalRun.Damage damage) {}

  /** All there is; what cannot be used lies between two stretches, or at an end. */
  static JournalRuns of(Journals journals) {
    Division division = new Division(journals);
    journals.believable().forEach(division::add);
    return division.end();
  }

  /** Epochs as they come, the oldest first. */
  private static final class Division {
    private final Journals journals;
    private final List<JournalRun> runs = new ArrayList<>();
    private final List<StoredEpoch.Usable> run = new ArrayList<>();
    private final List<StoredEpoch.Unusable> lost = new ArrayList<>();
    private final Set<EpochId> there = new HashSet<>();
    private Optional<LostEpochs> first = Optional.empty();
    private boolean cut;

    Division(Journals journals) {
      this.journals = journals;
    }

    void add(StoredEpoch stored) {
      switch (stored) {
        case StoredEpoch.Unusable unusable -> lost.add(unusable);
        case StoredEpoch.Usable usable -> add(usable);
      }
      there.add(stored.id());
    }

    private void add(StoredEpoch.Usable epoch) {
      if (!lost.isEmpty() || (!run.isEmpty() && !follows(run.getLast(), epoch))) {
        close();
      }
      if (run.isEmpty()) {
        cut =
            epoch
                .document()
                .follows()
                .map(JournalEpoch.Before::epoch)
                .filter(there::contains)
                .isPresent();
      }
      run.add(epoch);
    }

    private void close() {
      Optional<LostEpochs> behind =
          lost.isEmpty() ? Optional.empty() : Optional.of(lost(journals.stored()));
      if (run.isEmpty()) {
        first = behind;
      } else {
        runs.add(new JournalRun(journals, run, cut, behind.map(LostEpochs::damage)));
      }
      run.clear();
      lost.clear();
    }

    private LostEpochs lost(Map<EpochId, StoredJournal> stored) {
      Instant written =
          lost.stream()
              .map(epoch -> stored.getOrDefault(epoch.id(), StoredJournal.NONE).newest())
              .max(Comparator.naturalOrder())
              .orElseThrow();
      StoredEpoch.Unusable oldest = lost.getFirst();
      return new LostEpochs(oldest.id().time(), new JournalRun.Damage(oldest.reason(), written));
    }

    JournalRuns end() {
      close();
      return new JournalRuns(runs, first);
    }

    private boolean follows(StoredEpoch.Usable before, StoredEpoch.Usable epoch) {
      Optional<JournalEpoch.Before> said = epoch.document().follows();
      if (said.filter(each -> each.epoch().equals(before.id())).isEmpty()
          || !sameTables(before.document(), epoch.document())) {
        return false;
      }
      JournalFiles.Tail tail = journals.files(before).tail();
      return tail.damage().isEmpty()
          && tail.last()
              .filter(last -> said.equals(Optional.of(last.asBefore())))
              .filter(last -> last.span().to().equals(epoch.document().start()))
              .isPresent();
    }

    private static boolean sameTables(JournalEpoch one, JournalEpoch other) {
      CatalogPlace here = one.source();
      CatalogPlace there = other.source();
      return here.systemIdentifier().equals(there.systemIdentifier())
          && here.timeline() == there.timeline()
          && here.databaseOid() == there.databaseOid()
          && one.references().equals(other.references())
          && one.objects().equals(other.objects());
    }
  }
}
