package org.nessiebackup.imports;

import java.util.Set;
import org.nessiebackup.imports.sql.DumpInput;
import org.nessiebackup.imports.sql.Lexer;
import org.nessiebackup.imports.sql.Token;
import org.nessiebackup.imports.sql.Token.Kind;

/**
 * Reads ALTER TABLE of a catalog table, behind the table's name: the primary key and defaults are
 * taken over, what has no effect on rows is passed over, anything else is refused.
 */
record TableChange(DumpInput input, Lexer lexer, DumpSession session, DumpTable table) {
  private static final Set<String> HARMLESS =
      Set.of("owner", "replica", "cluster", "enable", "disable", "force", "no");
  private static final Set<String> STORAGE =
      Set.of("tablespace", "without", "logged", "unlogged", "access");

  /** Reads all actions and the end of the statement. */
  void read() {
    TableDefinition definition = new TableDefinition(input, lexer, table);
    do {
      readAction(lexer.next(), definition);
    } while (lexer.takeSign(","));
    lexer.expectEnd("the end of ALTER TABLE");
  }

  private void readAction(Token action, TableDefinition definition) {
    String word = action.word();
    if (word.equals("enable") && lexer.peek().isWord("row") && session.rowSecurity()) {
      throw input.refused(
          action.line(),
          "the dump was made with --enable-row-security, and table \"%s\" has row security: rows may be missing"
              .formatted(table.key()));
    }
    if (HARMLESS.contains(word)) {
      definition.skipElement();
      return;
    }
    switch (word) {
      case "add" -> {
        Token first = lexer.next();
        if (first.isWord("constraint")) {
          lexer.next();
          first = lexer.next();
        }
        definition.readTableConstraint(first);
      }
      case "alter" -> {
        lexer.takeWord("column");
        readColumnAction(lexer.next().text(), definition);
      }
      case "set" -> {
        Token what = lexer.peek();
        if (!what.isSign("(") && !STORAGE.contains(what.word())) {
          throw refused(what);
        }
        definition.skipElement();
      }
      default -> throw refused(action);
    }
  }

  private void readColumnAction(String column, TableDefinition definition) {
    if (table.column(column).isEmpty()) {
      throw input.refused("table \"%s\" has no column \"%s\"".formatted(table.key(), column));
    }
    Token action = lexer.next();
    if (action.isWord("add")) {
      // GENERATED … AS IDENTITY, whose values are in the dump.
      lexer.expectWords("generated");
      definition.skipElement();
      return;
    }
    Token what = lexer.next();
    if (!action.isWord("set")) {
      throw refused(action);
    }
    switch (what.kind() == Kind.WORD || what.isSign("(") ? what.text() : "") {
      case "default" -> table.setDefault(column, ColumnDefault.read(lexer));
      case "not" -> {
        lexer.expectWords("null");
        table.setNotNull(column);
      }
      case "storage", "statistics", "compression" -> definition.skipElement();
      case "(" -> definition.skipToClosing();
      default -> throw refused(what);
    }
  }

  private org.nessiebackup.BackupException refused(Token action) {
    return input.refused(
        action.line(),
        "ALTER TABLE \"%s\" with %s, which is not understood".formatted(table.key(), action));
  }
}
