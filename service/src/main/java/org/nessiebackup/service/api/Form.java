package org.nessiebackup.service.api;

import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * What texts of a request look like, as {@code docs/openapi.yaml} has it. They become words of a
 * command line: none of them can be taken for an option there, nor for the name of a file with
 * arguments, which begins with an at sign.
 */
enum Form {
  /** Names a recovery point. */
  POINT("PointName", "a recovery point", "^[0-9A-Za-z][0-9A-Za-z~@{}:+._ -]{0,119}$"),
  /** Names a branch, a tag or a commit. */
  REFERENCE(
      "Reference",
      "a branch, tag or commit",
      "^[^-@\\s\\x00-\\x1f\\x7f][^\\x00-\\x1f\\x7f]{0,499}$"),
  /** Names a table, a view or a namespace. */
  KEY("Key", "a table, view or namespace", "^[^-@\\x00-\\x1f\\x7f][^\\x00-\\x1f\\x7f]{0,999}$"),
  /** A word of the user. */
  TAG("Tag", "a tag", "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"),
  /** How long. */
  SPAN("Span", "a span such as 26h", "^[1-9][0-9]{0,5}[smhdw]$"),
  /** When; the command line says which forms there are. */
  MOMENT("Moment", "a moment", "^[0-9A-Za-z][0-9A-Za-z:+. -]{0,39}$"),
  /** Anything in one line. */
  TEXT("Text", "a text", "^[^-@\\x00-\\x1f\\x7f][^\\x00-\\x1f\\x7f]{0,499}$"),
  /** Names a run. */
  RUN("RunName", "a run", "^[0-9]{8}T[0-9]{6}Z-[a-z0-9-]{1,40}$"),
  /** Where a list goes on. */
  CURSOR("Cursor", "a cursor", "^[0-9A-Za-z.:-]{1,80}$");

  private final String schema;
  private final String words;
  private final Pattern pattern;

  Form(String schema, String words, String pattern) {
    this.schema = schema;
    this.words = words;
    this.pattern = Pattern.compile(pattern);
  }

  /** The name of its schema. */
  String schema() {
    return schema;
  }

  /** The pattern of its schema. */
  String pattern() {
    return pattern.pattern();
  }

  /** A text if it has this form. */
  String check(String name, String text) {
    // Not find(): in Java its "$" lets a newline follow.
    if (!pattern.matcher(text).matches()) {
      throw refusal(name, "is not " + words);
    }
    return text;
  }

  /** What to throw for a parameter or member that cannot be. */
  static BackupException refusal(String name, String why) {
    return Failure.USAGE.exception(
        "\"%s\" %s".formatted(name, why), "See /api/v1/openapi.yaml for what can be asked.");
  }
}
