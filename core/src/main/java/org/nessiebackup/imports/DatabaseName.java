package org.nessiebackup.imports;

/** The database that psql's {@code \\connect} names, in the forms in which dumps write it. */
final class DatabaseName {
  private static final String REUSE = "-reuse-previous=on ";
  private static final String KEY = "dbname=";

  private DatabaseName() {}

  /** Of what follows the command: a name, one in quotes, or a connection string in quotes. */
  static String of(String argument) {
    String name =
        unquoted(argument.startsWith(REUSE) ? argument.substring(REUSE.length()) : argument, '"');
    if (!name.startsWith(KEY)) {
      return name;
    }
    // Within a connection string backslashes protect quotes and themselves.
    String value = name.substring(KEY.length());
    boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
    return (quoted ? value.substring(1, value.length() - 1) : value).replaceAll("\\\\(.)", "$1");
  }

  private static String unquoted(String text, char quote) {
    String sign = String.valueOf(quote);
    return text.length() > 1 && text.startsWith(sign) && text.endsWith(sign)
        ? text.substring(1, text.length() - 1).replace(sign + sign, sign)
        : text;
  }
}
