package org.nessiebackup.cli.console;

/** How a word is meant; a terminal shows it by a colour. */
public enum Tone {
  PLAIN(""),
  GOOD("32"),
  DOUBTFUL("33"),
  BAD("1;31");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  /** The word as a terminal shows it. */
  String coloured(String word) {
    return this == PLAIN || word.isEmpty() ? word : "\u001b[" + code + "m" + word + "\u001b[0m";
  }
}
