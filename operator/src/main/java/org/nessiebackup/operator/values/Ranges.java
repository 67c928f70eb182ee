package org.nessiebackup.operator.values;

/** What fields of the settings may be. */
final class Ranges {
  private Ranges() {}

  static void port(String field, int port) {
    within(field, port, 1, 65535);
  }

  /** A shorter one would end every Job. */
  static void deadline(int seconds) {
    atLeast("deadline", seconds, 60);
  }

  static void atLeast(String field, int number, int least) {
    require(field, number >= least, "%d is less than %d".formatted(number, least));
  }

  static void within(String field, int number, int least, int most) {
    require(
        field,
        number >= least && number <= most,
        "%d is not between %d and %d".formatted(number, least, most));
  }

  static void given(String field, String text) {
    require(field, !text.isEmpty(), "it may not be empty");
  }

  static void require(String field, boolean condition, String message) {
    if (!condition) {
      throw new OutOfRange(field, message);
    }
  }

  /** A field of a section that makes no sense; whoever binds the section knows the path to it. */
  static final class OutOfRange extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String field;

    OutOfRange(String field, String message) {
      super(message);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }
}
