package org.nessiebackup.cli.kubectl;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command line as a resource can say it. What else may be on one a resource has no word for, so
 * that such a line is none.
 */
sealed interface Wish {
  /** What is known of a catalog; of the only one if absent. */
  record Status(Optional<String> catalog) implements Wish {}

  /** A backup; as the schedule makes it if no type is given. */
  record Backup(Optional<String> type, List<String> tags) implements Wish {
    public Backup {
      tags = List.copyOf(tags);
    }
  }

  /** A rehearsal. */
  record Drill(Source source) implements Wish {}

  /** A restore, which is planned first. */
  record Restore(Source source, boolean dryRun, boolean yes) implements Wish {}

  /** A restore that was planned before. */
  record Approve(String digest) implements Wish {}

  /** Takes a restore back; the newest if no name is given. */
  record Undo(Optional<String> restore, boolean dryRun, boolean yes) implements Wish {}

  /**
   * What is restored.
   *
   * @param backup by its id, or latest; absent if a moment is given
   * @param to a moment
   * @param exclusive ends before it
   */
  record Source(Optional<String> backup, Optional<String> to, boolean exclusive) {}

  /** What is wished; empty if it is nothing that a resource says. */
  static Optional<Wish> of(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "status" -> ResourceWords.of(rest, Set.of(), Set.of()).flatMap(Wish::status);
      case "backup" ->
          ResourceWords.of(rest, Set.of("--type", "--tag"), Set.of()).flatMap(Wish::backup);
      case "drill" ->
          ResourceWords.of(rest, Set.of("--to"), Set.of("--exclusive"))
              .flatMap(Wish::source)
              .map(Drill::new);
      case "restore" -> restore(rest);
      case "undo" ->
          ResourceWords.of(rest, Set.of(), Set.of("--dry-run", "--yes", "-y")).flatMap(Wish::undo);
      default -> Optional.empty();
    };
  }

  private static Optional<Wish> status(ResourceWords words) {
    return words.names().size() > 1
        ? Optional.empty()
        : Optional.of(new Status(words.names().stream().findFirst()));
  }

  private static Optional<Wish> backup(ResourceWords words) {
    return words.names().isEmpty() && words.all("--type").size() <= 1
        ? Optional.of(new Backup(words.value("--type"), words.all("--tag")))
        : Optional.empty();
  }

  private static Optional<Wish> restore(List<String> rest) {
    Optional<Wish> approved =
        ResourceWords.of(rest, Set.of("--approve"), Set.of())
            .filter(words -> words.names().isEmpty())
            .flatMap(words -> words.value("--approve"))
            .map(Approve::new);
    return approved.or(
        () ->
            ResourceWords.of(
                    rest, Set.of("--to"), Set.of("--exclusive", "--dry-run", "--yes", "-y"))
                // None at all goes on with what was begun from here.
                .filter(words -> !words.names().isEmpty() || words.value("--to").isPresent())
                .flatMap(
                    words ->
                        source(words)
                            .map(
                                source ->
                                    new Restore(source, words.has("--dry-run"), yes(words)))));
  }

  private static Optional<Wish> undo(ResourceWords words) {
    return words.names().size() > 1
        ? Optional.empty()
        : Optional.of(
            new Undo(words.names().stream().findFirst(), words.has("--dry-run"), yes(words)));
  }

  private static boolean yes(ResourceWords words) {
    return words.has("--yes") || words.has("-y");
  }

  private static Optional<Source> source(ResourceWords words) {
    Optional<String> to = words.value("--to");
    boolean exclusive = words.has("--exclusive");
    boolean one = words.names().size() + words.all("--to").size() <= 1;
    return one && (to.isPresent() || !exclusive)
        ? Optional.of(new Source(words.names().stream().findFirst(), to, exclusive))
        : Optional.empty();
  }
}
