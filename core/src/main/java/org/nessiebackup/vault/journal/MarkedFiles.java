package org.nessiebackup.vault.journal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.EpochId;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Layout.MarkedFile;
import org.nessiebackup.vault.object.Memory;

/**
 * Reads the files that have marks and no others, by what is said beside the epochs. That is a hint,
 * and not signed: what a mark is stands in its file, which is checked as any other.
 */
final class MarkedFiles {
  private final Memory memory;
  private final Function<EpochId, Optional<JournalFiles>> epochs;
  private final Map<EpochId, Optional<JournalFiles>> read = new HashMap<>();

  /** Nothing is listed of epochs whose marks are remembered. */
  MarkedFiles(Memory memory, Function<EpochId, Optional<JournalFiles>> epochs) {
    this.memory = memory;
    this.epochs = epochs;
  }

  /** What a file has; none if it is not there yet, or cannot be used. */
  private record Content(Optional<List<JournalMark>> marks) {}

  /** The marks of the newest files that have some, oldest first. */
  List<JournalMark> newest(List<StoredObject> listed, int files) {
    List<StoredObject> hints =
        listed.stream()
            .filter(each -> Layout.ofMarked(each.name()).isPresent())
            .sorted(Comparator.comparing(StoredObject::name))
            .toList();
    // One after the other: a file may be large, and each is read once.
    return hints.subList(Math.max(0, hints.size() - files), hints.size()).stream()
        .flatMap(hint -> content(hint).marks().stream())
        .flatMap(List::stream)
        .toList();
  }

  private Content content(StoredObject hint) {
    return memory.of(
        Content.class,
        hint,
        () -> read(Layout.ofMarked(hint.name()).orElseThrow()),
        content -> content.marks().isPresent());
  }

  private Content read(MarkedFile file) {
    return new Content(
        read.computeIfAbsent(file.epoch(), epochs)
            .flatMap(
                files ->
                    switch (files.outcome(file.number())) {
                      case FileOutcome.Usable usable ->
                          Optional.of(JournalMark.of(usable.file().content()));
                      case FileOutcome.Unusable unusable -> Optional.empty();
                    }));
  }
}
