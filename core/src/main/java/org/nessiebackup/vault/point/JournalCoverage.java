package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.nessiebackup.EpochId;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.Journals;
import org.nessiebackup.vault.journal.StoredEpoch;
import org.nessiebackup.vault.journal.StoredJournal;

/**
 * Which times a journal has, by listings, the documents of epochs and the last file of each. Files
 * that are damaged in the middle of an epoch are found by reading them only.
 *
 * @param epochs all of which there is a document, oldest first
 * @param stretches the times of which every transaction is there, oldest first
 * @param gaps those between them, and those within epochs of which files are missing, oldest first;
 *     the last one is open if nothing follows
 */
public record JournalCoverage(
    List<CoveredEpoch> epochs, List<JournalStretch> stretches, List<JournalGap> gaps) {
  /** Nothing. */
  public static final JournalCoverage NONE = new JournalCoverage(List.of(), List.of(), List.of());

  /** Takes its own copies of the lists. */
  public JournalCoverage {
    epochs = List.copyOf(epochs);
    stretches = List.copyOf(stretches);
    gaps = List.copyOf(gaps);
  }

  static JournalCoverage of(Journals journals) {
    NavigableMap<EpochId, StoredJournal> stored = journals.stored();
    List<CoveredEpoch> epochs =
        journals.epochs().stream()
            .map(
                epoch -> {
                  StoredJournal size = stored.getOrDefault(epoch.id(), StoredJournal.NONE);
                  return switch (epoch) {
                    case StoredEpoch.Usable usable ->
                        CoveredEpoch.of(usable, size, journals.files(usable));
                    case StoredEpoch.Unusable unusable -> CoveredEpoch.of(unusable, size);
                  };
                })
            .toList();
    List<JournalRun> runs = JournalRun.all(journals);
    List<JournalStretch> stretches = new ArrayList<>();
    List<JournalGap> gaps = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      JournalRun run = runs.get(i);
      Optional<JournalRun> next =
          i + 1 < runs.size() ? Optional.of(runs.get(i + 1)) : Optional.empty();
      List<JournalGap> within = run.holes();
      stretches.addAll(stretches(run, within));
      gaps.addAll(within);
      if (next.isPresent() || hasEnded(run.reach())) {
        gaps.add(JournalGap.behind(run, next));
      }
    }
    return new JournalCoverage(epochs, stretches, gaps);
  }

  private static List<JournalStretch> stretches(JournalRun run, List<JournalGap> holes) {
    List<JournalStretch> stretches = new ArrayList<>();
    Instant from = run.first().begunAt();
    for (JournalGap hole : holes) {
      stretches.add(new JournalStretch(from, hole.from()));
      from = hole.to().orElseThrow();
    }
    stretches.add(new JournalStretch(from, run.reach().at()));
    return stretches;
  }

  /** Whether nothing follows, as far as is known. */
  private static boolean hasEnded(JournalRun.Reach reach) {
    return reach.damage().isPresent()
        || reach.end().filter(end -> !end.reason().equals(JournalFile.End.CONTINUED)).isPresent();
  }

  /** Whether something of it cannot be used, as far as that was looked at. */
  public boolean whole() {
    return epochs.stream().allMatch(CoveredEpoch::whole);
  }
}
