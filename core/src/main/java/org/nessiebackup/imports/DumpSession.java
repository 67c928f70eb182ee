package org.nessiebackup.imports;

import java.util.Locale;
import java.util.Set;
import org.nessiebackup.imports.sql.DumpInput;
import org.nessiebackup.imports.sql.Lexer;
import org.nessiebackup.imports.sql.Token;

/** What psql and the server remember from one statement to the next, as far as it matters to us. */
final class DumpSession {
  private static final String REUSE = "-reuse-previous=on ";
  private static final String KEY = "dbname=";

  private final DumpInput input;
  private final Lexer lexer;
  private final SearchPath searchPath = new SearchPath();
  private String database = "";
  private boolean rowSecurity;

  DumpSession(DumpInput input, Lexer lexer) {
    this.input = input;
    this.lexer = lexer;
  }

  /** What {@code \connect} named last; empty before the first. */
  String database() {
    return database;
  }

  /** Whether rows that are hidden from whoever made the dump were left out, and not refused. */
  boolean rowSecurity() {
    return rowSecurity;
  }

  SearchPath searchPath() {
    return searchPath;
  }

  /** Reads a line that begins with a backslash. */
  void readPsqlCommand() {
    StringBuilder line = new StringBuilder();
    while (input.peek() != '\n' && input.peek() != DumpInput.END) {
      int value = input.read();
      if (line.length() < 1000) {
        line.append((char) value);
      }
    }
    String command = line.toString().strip();
    String name = command.split("\\s", 2)[0];
    switch (name) {
      case "\\restrict", "\\unrestrict" -> {}
      case "\\connect", "\\c" -> {
        database = databaseOf(command.substring(name.length()).strip());
        searchPath.reset();
        lexer.standardStrings(true);
      }
      default -> {
        if (!command.equals("\\set ON_ERROR_STOP on")) {
          throw input.refused("the psql command \"" + command.replaceAll("\\p{Cntrl}", "?") + "\"");
        }
      }
    }
  }

  /** Of what follows {@code \connect}: a name, one in quotes, or a connection string in quotes. */
  private static String databaseOf(String argument) {
    String name =
        unquoted(argument.startsWith(REUSE) ? argument.substring(REUSE.length()) : argument);
    if (!name.startsWith(KEY)) {
      return name;
    }
    // Within a connection string backslashes protect quotes and themselves.
    String value = name.substring(KEY.length());
    boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
    return (quoted ? value.substring(1, value.length() - 1) : value).replaceAll("\\\\(.)", "$1");
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text;
  }

  /** Reads the rest of SET. */
  void readSet() {
    if (!lexer.takeWord("session")) {
      lexer.takeWord("local");
    }
    Token name = lexer.next();
    boolean assigned = lexer.takeSign("=") || lexer.takeWord("to");
    if (assigned && name.isName()) {
      switch (name.text()) {
        case "search_path" -> searchPath.readSet(lexer);
        case "row_security" ->
            rowSecurity = !Set.of("off", "false", "0").contains(lexer.next().text());
        case "client_encoding" -> checkEncoding(lexer.next());
        case "standard_conforming_strings" ->
            lexer.standardStrings(!Set.of("off", "false", "0").contains(lexer.next().text()));
        default -> {}
      }
    }
    lexer.skipStatement(false);
  }

  private void checkEncoding(Token encoding) {
    String name = encoding.text().toUpperCase(Locale.ROOT).replaceAll("[-_]", "");
    if (!name.equals("UTF8") && !name.equals("UNICODE")) {
      throw input.refused(
          encoding.line(),
          "the dump is in the encoding "
              + encoding.text().replaceAll("[^A-Za-z0-9_-]", "?")
              + "; make it with `pg_dump --encoding=UTF8`");
    }
  }

  /** Reads the name of a table and finds out which schema it is in. */
  DumpTable.Key tableName() {
    Token first = lexer.next();
    if (!first.isName()) {
      throw lexer.unexpected(first, "the name of a table");
    }
    if (lexer.takeSign(".")) {
      Token name = lexer.next();
      if (!name.isName()) {
        throw lexer.unexpected(name, "the name of a table");
      }
      return new DumpTable.Key(database, first.text(), name.text());
    }
    String schema =
        searchPath
            .schema()
            .orElseThrow(
                () ->
                    input.refused(
                        first.line(), "no schema for the table " + first + " has been set"));
    return new DumpTable.Key(database, schema, first.text());
  }
}
