package org.nessiebackup.service.recovery;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.MomentWords;
import org.nessiebackup.nessie.ContentKey;

/**
 * What somebody says is broken.
 *
 * @param catalog where
 * @param what the table, view or namespace, as it was typed; absent if a whole branch is meant
 * @param reference the branch or tag; absent for the default branch
 * @param since until when all was good, as far as he remembers
 */
public record Question(
    String catalog, Optional<String> what, Optional<String> reference, Optional<Instant> since) {
  private static final int LONGEST = 500;

  /** Refuses what no command line can say. */
  public Question {
    what.ifPresent(text -> check("table", text));
    reference.ifPresent(text -> check("branch", text));
    if (reference.filter(text -> text.startsWith("-")).isPresent()) {
      throw Failure.USAGE.exception(
          "\"%s\" is no name of a branch".formatted(reference.get()), "It begins with a letter.");
    }
  }

  /**
   * One as it was typed.
   *
   * @param since a moment, or how long ago: {@code 2h}, {@code yesterday}
   * @throws BackupException {@link Failure#USAGE} if it cannot be understood
   */
  public static Question of(
      String catalog,
      Optional<String> what,
      Optional<String> reference,
      Optional<String> since,
      Instant now) {
    return new Question(
        catalog,
        what.map(String::strip),
        reference.map(String::strip),
        since.map(text -> moment(text.strip(), now)));
  }

  private static Instant moment(String text, Instant now) {
    return MomentWords.parse(text, now)
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "\"%s\" is no moment".formatted(text),
                    "Write 2026-11-22T02:00:00Z, 2026-11-22, yesterday, or how long ago: 26h."));
  }

  private static void check(String field, String text) {
    if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
      throw Failure.USAGE.exception(
          "that is no name of a %s".formatted(field), "It is too long, or cannot be printed.");
    }
  }

  /** Whether nothing was asked. */
  public boolean isEmpty() {
    return what.isEmpty() && reference.isEmpty() && since.isEmpty();
  }

  /** A key as an argument that nobody takes for an option. */
  public static String argument(String key) {
    if (!key.startsWith("-")) {
      return key;
    }
    StringBuilder quoted = new StringBuilder();
    for (String element : ContentKey.parse(key).elements()) {
      quoted.append('.').append(element.replace("*", "**").replace(".", "*."));
    }
    return quoted.toString();
  }
}
