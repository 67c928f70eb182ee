package org.nessiebackup.report.text;

import java.util.regex.Pattern;

/**
 * Text as it may reach a terminal. Names come from catalogs, vaults and servers, and whoever makes
 * them could move the cursor, turn the order of letters round or begin a line of their own.
 */
public final class Printable {
  private static final int REPLACEMENT = 0xFFFD;
  private static final Pattern LINE_BREAK = Pattern.compile("\\s*[\\n\\x0B\\f\\r\\x85]\\s*");

  private Printable() {}

  /** A line of a result: each character that is not shown as itself becomes U+FFFD. */
  public static String line(String text) {
    if (text.codePoints().noneMatch(Printable::isUnsafe)) {
      return text;
    }
    int[] shown = text.codePoints().map(each -> isUnsafe(each) ? REPLACEMENT : each).toArray();
    return new String(shown, 0, shown.length);
  }

  /** A message in one line: servers speak in several. */
  public static String message(String text) {
    return line(LINE_BREAK.matcher(text.strip()).replaceAll(" "));
  }

  /** A JSON document with such characters as escapes: the same values, and nothing moves. */
  public static String json(String document) {
    if (document.codePoints().noneMatch(Printable::isEscaped)) {
      return document;
    }
    StringBuilder escaped = new StringBuilder(document.length() + 16);
    document
        .codePoints()
        .forEach(
            each -> {
              if (isEscaped(each)) {
                for (char unit : Character.toChars(each)) {
                  escaped.append("\\u%04x".formatted((int) unit));
                }
              } else {
                escaped.appendCodePoint(each);
              }
            });
    return escaped.toString();
  }

  /** Inside of strings JSON itself allows none of these two; between its members they are ours. */
  private static boolean isEscaped(int character) {
    return character != '\n' && character != '\r' && isUnsafe(character);
  }

  /** Whether a character is not shown as itself. */
  public static boolean isUnsafe(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
