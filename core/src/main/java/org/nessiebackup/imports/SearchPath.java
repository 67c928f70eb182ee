package org.nessiebackup.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.imports.sql.Lexer;
import org.nessiebackup.imports.sql.Token;

/** Where names without a schema are; older versions of pg_dump set it before every table. */
final class SearchPath {
  private List<String> schemas = List.of("public");

  /** A new session begins. */
  void reset() {
    schemas = List.of("public");
  }

  /** The schema in which an unqualified table is created and found, if there is one. */
  Optional<String> schema() {
    return schemas.stream()
        .filter(name -> !name.equals("pg_catalog") && !name.equals("$user"))
        .findFirst();
  }

  /** Behind {@code SET search_path =}, up to the semicolon, which stays. */
  void readSet(Lexer lexer) {
    List<String> names = new ArrayList<>();
    do {
      Token name = lexer.next();
      if (!name.isName() && name.kind() != Token.Kind.STRING) {
        throw lexer.unexpected(name, "a schema");
      }
      names.add(name.text());
    } while (lexer.takeSign(",") && names.size() < 1000);
    if (names.equals(List.of("default"))) {
      reset();
    } else {
      schemas = names.stream().filter(name -> !name.isEmpty()).toList();
    }
  }

  /** The value that {@code set_config} is called with: names with or without quotes, and commas. */
  void readValue(String value) {
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
