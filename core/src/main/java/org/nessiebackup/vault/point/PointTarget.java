package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nessiebackup.Lsn;
import org.nessiebackup.MomentWords;

/** Up to where somebody wants a catalog back. */
public sealed interface PointTarget {
  /** What may be written, for whoever wrote something else. */
  String FORMS =
      "Write a moment, such as 2026-11-22T14:03:07Z or 20m; a position in the server's log, such as"
          + " 16/B374D848; the hash of a commit, or its beginning; or the name of a mark, as"
          + " mark:NAME.";

  /** A moment: what was committed until then. */
  record Moment(Instant at) implements PointTarget {}

  /** A position in the server's log. */
  record Position(Lsn lsn) implements PointTarget {}

  /**
   * A transaction that somebody has named.
   *
   * @param sure whether it was said that this is a name; else it may be meant for anything
   */
  record Mark(String name, boolean sure) implements PointTarget {}

  /**
   * The first transaction after which a branch or tag leads to a commit.
   *
   * @param hash its hash, or the beginning of it, in lower case
   */
  record Commit(String hash) implements PointTarget {}

  /** Reads words; a bare name is that of a mark where it cannot be anything else. */
  static Optional<PointTarget> parse(String words, Instant now) {
    String text = words.strip();
    if (text.startsWith(Form.MARK)) {
      return Optional.of(text.substring(Form.MARK.length()))
          .filter(name -> !name.isEmpty())
          .map(name -> new Mark(name, true));
    }
    return MomentWords.parse(text, now)
        .<PointTarget>map(Moment::new)
        .or(() -> Lsn.parse(text).map(Position::new))
        .or(() -> commit(text))
        .or(
            () ->
                Form.NAME.matcher(text).matches()
                    ? Optional.of(new Mark(text, false))
                    : Optional.empty());
  }

  private static Optional<PointTarget> commit(String text) {
    return Form.COMMIT.matcher(text).matches()
        ? Optional.of(new Commit(text.toLowerCase(java.util.Locale.ROOT)))
        : Optional.empty();
  }

  /** How they look. */
  final class Form {
    private static final String MARK = "mark:";
    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{8,64}");

    /** What begins with a digit was meant for a moment or a position. */
    private static final Pattern NAME = Pattern.compile("\\p{L}[^/@:\\p{Cntrl}]*");

    private Form() {}
  }
}
