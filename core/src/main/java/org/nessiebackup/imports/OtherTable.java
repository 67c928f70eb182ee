package org.nessiebackup.imports;

import org.nessiebackup.imports.sql.DumpInput;
import org.nessiebackup.imports.sql.Lexer;
import org.nessiebackup.imports.sql.Token;
import org.nessiebackup.imports.sql.Token.Kind;

/**
 * Reads the definition or change of a table that is no part of a catalog, which matters only if its
 * rows are read through a table of a catalog.
 */
record OtherTable(DumpInput input, Lexer lexer, DumpSession session, DumpCatalog catalog) {

  /** Reads what follows the table's name, to the end of the statement. */
  void read(DumpTable.Key table) {
    int open = 0;
    String before = "";
    while (true) {
      Token token = lexer.next();

      if (open == 0 && token.kind() == Kind.SEMICOLON) {
        return;
      }
      open = Math.max(0, open + Lexer.parenthesis(token));
      String word = open == 0 ? token.word() : "";
      if (namesParents(before, word)) {
        readParents(table);
      }
      before = word;
    }
  }

  private static boolean namesParents(String before, String word) {
    return switch (word) {
      case "inherits" -> true;
      case "inherit" -> !before.equals("no");
      case "of" -> before.equals("partition");
      default -> false;
    };
  }

  private void readParents(DumpTable.Key table) {
    boolean list = lexer.takeSign("(");
    do {
      long line = lexer.peek().line();
      DumpTable.Key parent = session.tableName();
      if (catalog.concerns(parent)) {
        throw input.refused(
            line,
            "table \"%s\" inherits from \"%s\", so Nessie reads its rows as well; move them into that table before the dump is made"
                .formatted(table, parent));
      }
    } while (lexer.takeSign(","));
    if (list) {
      lexer.expectSign(")");
    }
  }
}
