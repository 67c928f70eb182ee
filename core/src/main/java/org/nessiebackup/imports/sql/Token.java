package org.nessiebackup.imports.sql;

import java.util.Locale;

/**
 * A word, number, string or sign of SQL.
 *
 * @param kind what it is
 * @param text words in lower case, names and strings without their quotes, signs as they are
 * @param line where it begins
 */
public record Token(Kind kind, String text, long line) {
  /** What a token is. */
  public enum Kind {
    /** A keyword or a name without quotes. */
    WORD,
    /** A name in quotes. */
    NAME,
    /** A number. */
    NUMBER,
    /** A string with or without escapes. */
    STRING,
    /** A string in dollar quotes, of bits, or with Unicode escapes; its content is dropped. */
    OPAQUE,
    /** Any other sign; {@code ::} is one. */
    SIGN,
    /** The semicolon. */
    SEMICOLON
  }

  /** The word, in lower case; empty if it is something else. */
  public String word() {
    return kind == Kind.WORD ? text : "";
  }

  public boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  public boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.NAME;
  }

  /** For messages. */
  @Override
  public String toString() {
    return switch (kind) {
      case SEMICOLON -> "\";\"";
      case OPAQUE -> "a string of a kind that is not understood";
      case STRING -> "a string";
      case WORD -> '"' + shortened().toUpperCase(Locale.ROOT) + '"';
      case NAME, NUMBER, SIGN -> '"' + shortened() + '"';
    };
  }

  private String shortened() {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }
}
