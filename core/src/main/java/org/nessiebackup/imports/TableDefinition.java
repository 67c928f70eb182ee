package org.nessiebackup.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Column;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.imports.sql.DumpInput;
import org.nessiebackup.imports.sql.Lexer;
import org.nessiebackup.imports.sql.Token;
import org.nessiebackup.imports.sql.Token.Kind;
import org.nessiebackup.imports.sql.TypeName;

/** Reads what is in the parentheses of CREATE TABLE, and behind them. */
record TableDefinition(DumpInput input, Lexer lexer, DumpTable table) {
  /** As many as PostgreSQL allows. */
  private static final int MOST_COLUMNS = 1600;

  /** Reads from the opening parenthesis to the end of the statement. */
  void read() {
    lexer.expectSign("(");
    do {
      readElement();
    } while (lexer.takeSign(","));
    lexer.expectSign(")");
    readOptions();
  }

  private void readElement() {
    Token first = lexer.next();
    if (!first.isName()) {
      throw lexer.unexpected(first, "a column");
    }
    switch (first.word()) {
      case "constraint" -> {
        lexer.next();
        readTableConstraint(lexer.next());
      }
      case "primary", "unique", "check", "foreign", "not" -> readTableConstraint(first);
      case "like" -> throw input.refused(first.line(), "LIKE in " + create());
      default -> {
        boolean exclude =
            first.isWord("exclude") && (lexer.peek().isWord("using") || lexer.peek().isSign("("));
        if (exclude) {
          skipElement();
        } else {
          readColumn(first);
        }
      }
    }
  }

  /** PRIMARY KEY is part of a table's shape; other constraints have no effect on its rows. */
  void readTableConstraint(Token first) {
    switch (first.word()) {
      case "primary" -> readPrimaryKey();
      case "not" -> {
        lexer.expectWords("null");
        table.setNotNull(lexer.next().text());
        skipElement();
      }
      case "unique", "check", "foreign", "exclude" -> skipElement();
      default -> throw lexer.unexpected(first, "a constraint");
    }
  }

  private void readPrimaryKey() {
    lexer.expectWords("key");
    List<String> names = names(lexer);
    Token behind = lexer.peek();
    if (behind.isWord("include")) {
      throw lexer.unexpected(behind, "the end of the primary key");
    }
    setPrimaryKey(names);
    skipElement();
  }

  private void setPrimaryKey(List<String> names) {
    if (!table.setPrimaryKey(names)) {
      throw input.refused("the primary key %s does not fit table \"%s\"".formatted(names, name()));
    }
  }

  /** A list of names in parentheses. */
  static List<String> names(Lexer lexer) {
    List<String> names = new ArrayList<>();
    lexer.expectSign("(");
    do {
      Token name = lexer.next();
      if (!name.isName() || names.size() == MOST_COLUMNS) {
        throw lexer.unexpected(name, "the name of a column");
      }
      names.add(name.text());
    } while (lexer.takeSign(","));
    lexer.expectSign(")");
    return names;
  }

  private void readColumn(Token name) {
    TypeName type = TypeName.parse(lexer);
    boolean added =
        table.width() < MOST_COLUMNS
            && table.add(
                new Column(
                    name.text(),
                    type.name(),
                    type.modifier(),
                    false,
                    Optional.empty(),
                    Optional.empty()));
    if (!added) {
      throw input.refused(name.line(), "a second column " + name + " in " + create());
    }
    while (!lexer.peek().isSign(",") && !lexer.peek().isSign(")")) {
      readColumnPart(lexer.next(), name.text());
    }
  }

  /** What follows a column's type. */
  private void readColumnPart(Token word, String column) {
    switch (word.word()) {
      case "collate" -> table.setCollation(column, qualified());
      case "default" -> table.setDefault(column, ColumnDefault.read(lexer));
      case "not" -> {
        lexer.expectWords("null");
        table.setNotNull(column);
      }
      case "no" -> lexer.expectWords("inherit");
      case "null" -> {}
      case "constraint", "storage", "compression" -> lexer.next();
      case "primary" -> {
        lexer.expectWords("key");
        setPrimaryKey(List.of(column));
      }
      case "unique" -> {}
      case "check" -> skipParentheses();
      case "references" -> skipElement();
      case "generated" -> readIdentity();
      default -> throw lexer.unexpected(word, "a part of a column that is understood");
    }
  }

  private QualifiedName qualified() {
    Token first = lexer.next();
    return lexer.takeSign(".")
        ? new QualifiedName(first.text(), lexer.next().text())
        : new QualifiedName("pg_catalog", first.text());
  }

  /** The values of an identity column are in the dump, those of a generated one are not. */
  private void readIdentity() {
    if (lexer.takeWord("by")) {
      lexer.expectWords("default");
    } else {
      lexer.expectWords("always");
    }
    lexer.expectWords("as", "identity");
    if (lexer.peek().isSign("(")) {
      skipParentheses();
    }
  }

  /** Passes over the rest of a column or constraint. */
  void skipElement() {
    int open = 0;
    while (true) {
      Token token = lexer.peek();
      boolean ends =
          open == 0 && (token.isSign(",") || token.isSign(")") || token.kind() == Kind.SEMICOLON);
      if (ends) {
        return;
      }

      open += Lexer.parenthesis(lexer.next());
    }
  }

  private void skipParentheses() {
    lexer.expectSign("(");
    skipToClosing();
  }

  /** Passes over the rest of a parenthesis that is open. */
  void skipToClosing() {
    int open = 1;
    while (open > 0) {
      open += Lexer.parenthesis(lexer.next());
    }
  }

  /** Storage has no effect on rows; rows in other tables, or from a query, would. */
  private void readOptions() {
    Token token = lexer.next();
    while (token.kind() != Kind.SEMICOLON) {
      if (token.isWord("partition") || token.isWord("inherits")) {
        throw input.refused(
            token.line(),
            "table \"%s\" is %s, so not all of it is in its own definition and rows"
                .formatted(
                    name(),
                    token.isWord("partition") ? "partitioned" : "a child of another table"));
      }
      if (token.isWord("as")) {
        throw lexer.unexpected(token, "the end of " + create());
      }
      token = lexer.next();
    }
  }

  private String create() {
    return "CREATE TABLE \"" + name() + "\"";
  }

  private String name() {
    return table.key().toString();
  }
}
