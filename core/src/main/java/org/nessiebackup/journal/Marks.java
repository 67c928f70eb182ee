package org.nessiebackup.journal;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.pgoutput.Message;
import org.nessiebackup.replication.LogicalMark;

/** What messages in the server's log say to whoever follows: names of points, and a question. */
final class Marks {
  private static final String WORD = "mark ";

  /** Somebody wants the vault to know how far the journal is, without naming a point. */
  static final String QUESTION = "how far";

  /** No name takes more, in bytes. */
  private static final int LONGEST = WORD.length() + JournalFile.Mark.LONGEST * 4;

  private Marks() {}

  /**
   * What a message says that names a point.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if that cannot be a name
   */
  static String content(String name) {
    if (!isName(name)) {
      throw Failure.USAGE.exception(
          "this cannot be the name of a point",
          "A name has 1 to %d characters, and no line feeds or other control characters."
              .formatted(JournalFile.Mark.LONGEST));
    }
    return WORD + name;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= JournalFile.Mark.LONGEST
        && name.chars().noneMatch(Character::isISOControl);
  }

  /** The name in a message; absent if it has none. Anybody may write one, of whatever bytes. */
  static Optional<String> name(Message.LogicalMessage message) {
    return text(message)
        .filter(each -> each.startsWith(WORD))
        .map(each -> each.substring(WORD.length()))
        .filter(Marks::isName);
  }

  /** Whether a message is the question. */
  static boolean isQuestion(Message.LogicalMessage message) {
    return text(message).filter(QUESTION::equals).isPresent();
  }

  private static Optional<String> text(Message.LogicalMessage message) {
    if (!message.prefix().equals(LogicalMark.PREFIX) || message.content().remaining() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(message.content().duplicate()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
