package org.nessiebackup.vault.journal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Prefetch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.object.ParallelReader;

/** Reads files of an epoch in order, some of them ahead, and holds each against the one before. */
final class FileChain {
  private final JournalFiles files;
  private final Consumer<JournalFile> sink;
  private final Consumer<BackupException> damage;
  private Optional<StoredFile> before = Optional.empty();

  /** How far the journal goes without a gap, as far as it was read. */
  private Optional<JournalFile.Span> whole = Optional.empty();

  private boolean broken;

  FileChain(JournalFiles files, Consumer<JournalFile> sink, Consumer<BackupException> damage) {
    this.files = files;
    this.sink = sink;
    this.damage = damage;
  }

  void read(long first, long last) {
    long next = first;
    Optional<Prefetch<List<FileOutcome>>> ahead = ahead(next, last);
    while (ahead.isPresent()) {
      List<FileOutcome> outcomes = ahead.get().get();
      next += outcomes.size();
      ahead = ahead(next, last);
      outcomes.forEach(this::take);
    }
  }

  private Optional<Prefetch<List<FileOutcome>>> ahead(long from, long last) {
    List<Long> numbers = files.together(from, last);
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(Prefetch.of("journal", () -> ParallelReader.map(numbers, files::outcome)));
  }

  private void take(FileOutcome outcome) {
    switch (outcome) {
      case FileOutcome.Unusable unusable -> {
        tell(unusable.reason());
        before = Optional.empty();
      }
      case FileOutcome.Usable usable -> {
        StoredFile file = usable.file();
        if (before.filter(each -> !follows(each, file.content())).isPresent()) {
          tell(
              JournalRoom.damaged(
                  "\"%s\" does not follow on the file before it"
                      .formatted(files.name(file.content().number()))));
        }
        before = Optional.of(file);
        if (!broken) {
          whole = Optional.of(file.content().span());
        }
        sink.accept(file.content());
      }
    }
  }

  private static boolean follows(StoredFile before, JournalFile file) {
    return file.place().previousSha256().equals(before.sha256())
        && file.span().from().equals(before.content().span().to());
  }

  private void tell(BackupException reason) {
    String until =
        whole
            .filter(span -> !broken)
            .map(
                span ->
                    "; before it, the journal goes to %s (%s)"
                        .formatted(span.to(), span.reachedAt()))
            .orElse("");
    broken = true;
    damage.accept(
        reason
            .failure()
            .exception(reason.getMessage() + until, reason.hint().orElse(null), reason));
  }
}
