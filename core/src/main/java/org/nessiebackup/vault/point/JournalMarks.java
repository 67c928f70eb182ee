package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.FirstNames;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.JournalMark;
import org.nessiebackup.vault.journal.Journals;
import org.nessiebackup.vault.journal.StoredEpoch;

/**
 * The points of a journal that somebody has named. They stand in files, so finding one takes all
 * files, but none of their rows; a file that cannot be used hides no other.
 */
public record JournalMarks(Journals journals) {
  /** So many others are named to somebody who asks for one that there is not. */
  private static final int NAMED = 10;

  /** All of them, oldest first. */
  public void read(MarkSink sink) {
    journals.epochs().forEach(epoch -> read(epoch, sink));
  }

  /** Takes marks, and why others are not known. */
  public interface MarkSink {
    /** The next one. */
    void mark(JournalMark mark);

    /** A file, or an epoch, cannot be used; its name is in the message. */
    void unusable(BackupException reason);
  }

  private void read(StoredEpoch epoch, MarkSink sink) {
    switch (epoch) {
      case StoredEpoch.Unusable unusable -> sink.unusable(unusable.reason());
      case StoredEpoch.Usable usable ->
          journals.files(usable).readAll(file -> pass(file, sink), sink::unusable);
    }
  }

  private static void pass(JournalFile file, MarkSink sink) {
    JournalMark.of(file).forEach(sink::mark);
  }

  /**
   * The position of a mark. Epochs are read from the newest on, until it is clear that several have
   * this name.
   *
   * @throws BackupException {@link Failure#USAGE} if several have this name, or if it was not sure
   *     that it is one; {@link Failure#BACKUP_NOT_FOUND}; {@link Failure#DAMAGED} if it may be in a
   *     file that cannot be used
   */
  Lsn find(PointTarget.Mark wanted) {
    Search search = new Search(wanted.name());
    for (StoredEpoch epoch : journals.epochs().reversed()) {
      if (search.found.size() < 2) {
        read(epoch, search);
      }
    }
    return search.result(wanted);
  }

  /** What was found of one name. */
  private static final class Search implements MarkSink {
    private final String name;
    private final Map<Lsn, Instant> found = new LinkedHashMap<>();
    private final Set<String> others = new LinkedHashSet<>();
    private Optional<BackupException> unusable = Optional.empty();

    Search(String name) {
      this.name = name;
    }

    @Override
    public void mark(JournalMark mark) {
      if (!mark.name().equals(name)) {
        remember(mark.name());
      } else if (found.size() < NAMED) {
        found.put(mark.commit(), mark.at());
      }
    }

    /** One more than is told, to see that there are more. */
    private void remember(String other) {
      if (others.size() <= NAMED) {
        others.add(other);
      }
    }

    @Override
    public void unusable(BackupException reason) {
      unusable = Optional.of(unusable.orElse(reason));
    }

    Lsn result(PointTarget.Mark wanted) {
      if (found.size() == 1) {
        return found.keySet().iterator().next();
      }
      if (found.size() > 1) {
        throw Failure.USAGE.exception(
            "several marks are called \"%s\", at %s"
                .formatted(
                    name,
                    found.entrySet().stream()
                        .map(each -> "%s of %s".formatted(each.getKey(), each.getValue()))
                        .collect(Collectors.joining(", "))),
            "Name the one that is meant by its position, --to %1$s (@%1$s)."
                .formatted(found.keySet().iterator().next()));
      }
      if (unusable.isPresent()) {
        BackupException reason = unusable.get();
        throw reason
            .failure()
            .exception(
                "no mark is called \"%s\" in what can be read of the journal: %s"
                    .formatted(name, reason.getMessage()),
                reason.hint().orElse(null),
                reason);
      }
      throw missing(wanted);
    }

    private BackupException missing(PointTarget.Mark wanted) {
      List<String> names = new ArrayList<>(others);
      String there =
          names.isEmpty()
              ? "the journal has no marks"
              : names.size() > NAMED
                  ? "among the marks there are: " + String.join(", ", names.subList(0, NAMED))
                  : "the marks there are: " + FirstNames.of(names, NAMED);
      return wanted.sure()
          ? Failure.BACKUP_NOT_FOUND.exception(
              "no mark is called \"%s\"; %s".formatted(name, there), PointTarget.FORMS)
          : Failure.USAGE.exception(
              "\"%s\" is neither a moment nor a position, a commit or a mark; %s"
                  .formatted(name, there),
              PointTarget.FORMS);
    }
  }
}
