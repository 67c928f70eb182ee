package org.nessiebackup.vault.journal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Lsn;
import org.nessiebackup.MomentWords;
import org.nessiebackup.Prefetch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.object.ParallelReader;

/** Reads files of an epoch in order, some of them ahead, and holds each against the one before. */
final class FileChain {
  private final JournalFiles files;
  private final Consumer<JournalFile> sink;
  private final Consumer<BackupException> damage;
  private Optional<Before> before = Optional.empty();

  /** How far the journal goes without a gap, as far as it was read. */
  private Optional<JournalFile.Span> whole = Optional.empty();

  private boolean broken;

  /**
   * What is held of the file before: not its rows.
   *
   * @param sha256 the checksum that it has of itself
   * @param to where it ends
   */
  private record Before(String sha256, Lsn to) {
    boolean isFollowedBy(JournalFile file) {
      return file.place().previousSha256().equals(sha256) && file.span().from().equals(to);
    }
  }

  FileChain(JournalFiles files, Consumer<JournalFile> sink, Consumer<BackupException> damage) {
    this.files = files;
    this.sink = sink;
    this.damage = damage;
  }

  void read(long first, long last) {
    List<Long> numbers = files.together(first, last);
    Optional<Prefetch<List<FileOutcome>>> ahead = Optional.empty();
    while (!numbers.isEmpty()) {
      List<FileOutcome> outcomes =
          ahead.isPresent() ? ahead.get().get() : ParallelReader.map(numbers, files::outcome);
      List<Long> next = files.together(numbers.getLast() + 1, last);
      // What is large is read alone: it takes several times its size until it was checked.
      ahead = files.mayBeHeld(numbers, next) ? Optional.of(ahead(next)) : Optional.empty();
      outcomes.forEach(this::take);
      numbers = next;
    }
  }

  private Prefetch<List<FileOutcome>> ahead(List<Long> numbers) {
    return Prefetch.of("journal", () -> ParallelReader.map(numbers, files::outcome));
  }

  private void take(FileOutcome outcome) {
    switch (outcome) {
      case FileOutcome.Unusable unusable -> {
        tell(unusable.reason());
        before = Optional.empty();
      }
      case FileOutcome.Usable usable -> {
        StoredFile file = usable.file();
        if (before.filter(each -> !each.isFollowedBy(file.content())).isPresent()) {
          tell(
              JournalRoom.damaged(
                  "\"%s\" does not follow on the file before it"
                      .formatted(files.name(file.content().number()))));
        }
        before = Optional.of(new Before(file.sha256(), file.content().span().to()));
        if (!broken) {
          whole = Optional.of(file.content().span());
        }
        sink.accept(file.content());
      }
    }
  }

  private void tell(BackupException reason) {
    Optional<JournalFile.Span> until = whole.filter(span -> !broken);
    broken = true;
    String message =
        until
            .map(
                span ->
                    "; before it, the journal goes to %s (%s)"
                        .formatted(span.to(), MomentWords.of(span.reachedAt())))
            .orElse("");
    String hint =
        until.map(span -> "Up to there: --to %s --exclusive.".formatted(span.to())).orElse("");
    damage.accept(
        reason
            .failure()
            .exception(
                reason.getMessage() + message,
                (reason.hint().orElse("") + " " + hint).strip(),
                reason));
  }
}
