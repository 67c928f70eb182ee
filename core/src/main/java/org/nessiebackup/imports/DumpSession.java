package org.nessiebackup.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.imports.sql.DumpInput;
import org.nessiebackup.imports.sql.Lexer;
import org.nessiebackup.imports.sql.Token;

/** What psql and the server remember from one statement to the next, as far as it matters to us. */
final class DumpSession {
  private static final List<String> PUBLIC = List.of("public");
  private static final String REUSE = "-reuse-previous=on ";
  private static final String KEY = "dbname=";

  private final DumpInput input;
  private final Lexer lexer;
  private String database = "";

  /** Where names without a schema are; older versions of pg_dump set it before every table. */
  private List<String> schemas = PUBLIC;

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
        schemas = PUBLIC;
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
        case "search_path" -> readSearchPath();
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
        schema()
            .orElseThrow(
                () ->
                    input.refused(
                        first.line(), "no schema for the table " + first + " has been set"));
    return new DumpTable.Key(database, schema, first.text());
  }

  /** The schema in which an unqualified table is created and found, if there is one. */
  private Optional<String> schema() {
    return schemas.stream()
        .filter(name -> !name.equals("pg_catalog") && !name.equals("$user"))
        .findFirst();
  }

  /** Behind {@code SET search_path =}, up to the semicolon, which stays. */
  private void readSearchPath() {
    List<String> names = new ArrayList<>();
    do {
      Token name = lexer.next();
      if (!name.isName() && name.kind() != Token.Kind.STRING) {
        throw lexer.unexpected(name, "a schema");
      }
      names.add(name.text());
    } while (lexer.takeSign(",") && names.size() < 1000);
    if (names.equals(List.of("default"))) {
      schemas = PUBLIC;
    } else {
      schemas = names.stream().filter(name -> !name.isEmpty()).toList();
    }
  }

  /** The value that {@code set_config} is called with: names with or without quotes, and commas. */
  void readSearchPath(String value) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    String list = value + ",";
    for (int i = 0; i < list.length(); i++) {
      char each = list.charAt(i);
      if (each == '"') {
        quoted = !quoted;
      } else if (each == ',' && !quoted) {
        names.add(name.toString().strip());
        name.setLength(0);
      } else {
        name.append(quoted ? each : Character.toString(each).toLowerCase(Locale.ROOT));
      }
    }
    schemas = names.stream().filter(each -> !each.isEmpty()).toList();
  }
}
