package org.nessiebackup.cli.text;

/**
 * How many columns of a terminal a text takes: East Asian letters and emoji take two, marks that
 * stand on the letter before them none.
 */
public final class Width {
  private static final String ELLIPSIS = "…";

  private Width() {}

  /** The columns of a text in one line. */
  public static int of(String text) {
    return text.codePoints().map(Width::of).sum();
  }

  /** As much of a text as has room, with "…" for what has none. */
  public static String cut(String text, int most) {
    if (of(text) <= most) {
      return text;
    }
    StringBuilder cut = new StringBuilder(text.length());
    int room = most - 1;
    for (int each : text.codePoints().toArray()) {
      room -= of(each);
      if (room < 0) {
        break;
      }
      cut.appendCodePoint(each);
    }
    return most < 1 ? "" : cut.toString().stripTrailing() + ELLIPSIS;
  }

  /** A text with blanks behind it, so that it takes so many columns. */
  public static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }

  /** A text with blanks before it, so that it takes so many columns. */
  public static String paddedLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - of(text))) + text;
  }

  private static int of(int character) {
    if (character < 0x300) {
      return 1;
    }
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> isWide(character) ? 2 : 1;
    };
  }

  private static boolean isWide(int character) {
    return Character.isEmojiPresentation(character) || isEastAsian(character);
  }

  private static boolean isEastAsian(int character) {
    // Their half-width forms, and vowels that are drawn into the syllable before.
    if (between(character, 0xFF61, 0xFFDC) || between(character, 0x1160, 0x11FF)) {
      return false;
    }
    return switch (Character.UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI, TANGUT, NUSHU, KHITAN_SMALL_SCRIPT ->
          true;
      // Their signs, and the wide forms of others.
      default ->
          between(character, 0x3000, 0x303E)
              || between(character, 0x3200, 0x33FF)
              || between(character, 0xFE30, 0xFE6F)
              || between(character, 0xFF01, 0xFF60)
              || between(character, 0xFFE0, 0xFFE6);
    };
  }

  private static boolean between(int character, int first, int last) {
    return first <= character && character <= last;
  }
}
