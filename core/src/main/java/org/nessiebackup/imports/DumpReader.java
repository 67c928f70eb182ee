package org.nessiebackup.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.nessiebackup.BackupException;
import org.nessiebackup.imports.sql.DumpInput;
import org.nessiebackup.imports.sql.Lexer;
import org.nessiebackup.imports.sql.Token;
import org.nessiebackup.imports.sql.Token.Kind;
import org.nessiebackup.imports.value.RowBuffer;

/**
 * Reads a dump statement by statement. What describes or fills a table that may be Nessie's is
 * read, what cannot change such a table is passed over, and everything else is refused. Nothing is
 * ever executed.
 */
final class DumpReader {
  /** First words of statements that cannot change rows of a table. */
  private static final Set<String> HARMLESS =
      Set.of(
          ("reset begin start commit end comment grant revoke security analyze analyse "
                  + "vacuum refresh reindex cluster lock discard reassign import checkpoint "
                  + "notify listen")
              .split(" "));

  /** What may come between CREATE and TABLE or VIEW. */
  private static final Set<String> TABLE_KINDS =
      Set.of("global local temp temporary unlogged foreign external materialized".split(" "));

  /** First words of statements that are harmless as long as they name no table of Nessie's. */
  private static final Set<String> HARMLESS_ELSEWHERE =
      Set.of("update", "delete", "truncate", "merge", "select", "with", "values", "table");

  private final DumpInput input;
  private final Lexer lexer;
  private final DumpCatalog catalog;
  private final DumpComments comments;
  private final Function<DumpTable, TableWriter> writers;
  private final DumpSession session;
  private final OtherTable others;
  private final Map<DumpTable.Key, RowEncoder> assemblers = new HashMap<>();

  /**
   * For one dump.
   *
   * @param writers where the rows of a chosen table go
   */
  DumpReader(
      DumpInput input,
      DumpCatalog catalog,
      DumpComments comments,
      Function<DumpTable, TableWriter> writers) {
    this.input = input;
    this.lexer = new Lexer(input);
    this.session = new DumpSession(input, lexer);
    this.catalog = catalog;
    this.comments = comments;
    this.writers = writers;
    this.others = new OtherTable(input, lexer, session, catalog);
  }

  /**
   * Reads to the end.
   *
   * @throws BackupException {@link org.nessiebackup.Failure#DUMP_NOT_UNDERSTOOD} with the line
   */
  void read() {
    try {
      lexer.skipToStatement(comments);
      while (input.peek() != DumpInput.END) {
        if (input.peek() == '\\') {
          session.readPsqlCommand();
          assemblers.clear();
        } else {
          readStatement();
        }
        lexer.skipToStatement(comments);
      }
    } catch (RowBuffer.TooLongException e) {
      throw input.refused("a row " + e.getMessage() + ", which is more than is imported");
    }
  }

  private void readStatement() {
    Token first = lexer.next();
    String word = first.word();
    switch (word) {
      case "set" -> session.readSet();
      case "select" -> readSelect(first);
      case "copy" -> readCopy(first);
      case "insert" -> readInsert(first);
      case "create" -> readCreate();
      case "alter" -> readAlter(first);
      case "drop" -> readDrop(first);
      default -> {
        if (HARMLESS.contains(word)) {
          lexer.skipStatement(false);
        } else if (HARMLESS_ELSEWHERE.contains(word)) {
          skipQuery(first, 0);
        } else if (first.kind() != Kind.SEMICOLON) {
          throw input.refused(first.line(), "a statement that begins with " + first);
        }
      }
    }
  }

  /** Neither Nessie's tables nor functions: those may do anything, to these tables as well. */
  private void skipQuery(Token first, int depth) {
    Query query = Query.read(lexer, depth, catalog.names());
    if (query.concerns()) {
      throw input.refused(
          first.line(), "a statement that begins with " + first + " names a table of Nessie's");
    }
    refuseCalls(first, query);
  }

  private void refuseCalls(Token first, Query query) {
    if (query.call().isPresent()) {
      throw input.refused(
          first.line(), "the function \"%s\" is called".formatted(query.call().get()));
    }
  }

  /** What pg_dump calls to begin with says where tables without a schema are. */
  private void readSelect(Token select) {
    if (lexer.takeWord("pg_catalog")) {
      lexer.expectSign(".");
    }
    if (!lexer.takeWord("set_config")) {
      skipQuery(select, 0);
      return;
    }
    int depth = lexer.takeSign("(") ? 1 : 0;
    if (depth == 1 && lexer.next().text().equals("search_path")) {
      lexer.expectSign(",");
      session.readSearchPath(lexer.next().text());
    }
    skipQuery(select, depth);
  }

  private void readCopy(Token first) {
    if (!lexer.peek().isName()) {
      throw lexer.unexpected(lexer.next(), "the table of a COPY");
    }
    DumpTable.Key key = session.tableName();
    List<String> columns = lexer.peek().isSign("(") ? TableDefinition.names(lexer) : List.of();
    boolean plain = lexer.takeWord("from") && lexer.takeWord("stdin");
    boolean ends = plain && lexer.next().kind() == Kind.SEMICOLON;
    if (!ends) {
      // Rows may follow whose end and form we do not know.
      throw input.refused(
          first.line(), "COPY \"" + key + "\" is not of the form COPY … FROM stdin;");
    }
    CopyRows rows = new CopyRows(input);
    if (isImported(key)) {
      rows.read(encoder(key, columns));
      comments.sawCatalog();
    } else {
      rows.skip();
    }
  }

  private void readInsert(Token insert) {
    lexer.expectWords("into");
    DumpTable.Key key = session.tableName();
    if (!isImported(key)) {
      refuseCalls(insert, Query.read(lexer, 0, Set.of()));
      return;
    }
    List<String> columns = lexer.peek().isSign("(") ? TableDefinition.names(lexer) : List.of();
    if (lexer.takeWord("overriding")) {
      lexer.next();
      lexer.expectWords("value");
    }
    lexer.expectWords("values");
    new InsertRows(input, lexer).read(encoder(key, columns));
    comments.sawCatalog();
  }

  private boolean isImported(DumpTable.Key key) {
    return catalog.concerns(key) && catalog.isChosen(known(key));
  }

  private DumpTable known(DumpTable.Key key) {
    return catalog
        .find(key)
        .orElseThrow(
            () ->
                input.refused(
                    "rows of table \"%s\" without its CREATE TABLE before them; make the dump without --data-only"
                        .formatted(key)));
  }

  private RowEncoder encoder(DumpTable.Key key, List<String> columns) {
    DumpTable table = known(key);
    if (!table.sawData(comments.dumps())) {
      throw comments.twice(input.line(), "rows of table \"%s\" again".formatted(key));
    }
    List<String> names = columns.isEmpty() ? table.columnNames() : columns;
    RowEncoder known = assemblers.get(key);
    if (known == null || !known.isFor(names)) {
      known = new RowEncoder(input, table, names, writers.apply(table));
      assemblers.put(key, known);
    }
    return known;
  }

  private void readCreate() {
    boolean plain = !(lexer.takeWord("or") && lexer.takeWord("replace"));
    Token what = lexer.next();
    while (TABLE_KINDS.contains(what.word())) {
      plain &= what.isWord("unlogged");
      what = lexer.next();
    }
    if (what.isWord("table")) {
      readCreateTable(plain);
    } else if (what.isWord("schema")) {
      skipQuery(what, 0);
    } else if (what.isWord("view")) {
      readCreateView();
    } else if (what.kind() != Kind.SEMICOLON) {
      lexer.skipStatement(what.isWord("function") || what.isWord("procedure"));
    }
  }

  private void readCreateTable(boolean plain) {
    lexer.takeWords("if", "not", "exists");
    Token at = lexer.peek();
    DumpTable.Key key = session.tableName();
    if (!catalog.concerns(key)) {
      catalog.addOther(key.withDatabase());
      others.read(key);
      return;
    }
    if (!plain) {
      throw input.refused(at.line(), "table \"" + key + "\" is temporary or foreign");
    }
    DumpTable table = new DumpTable(key);
    new TableDefinition(input, lexer, table).read();
    if (!catalog.add(table)) {
      throw comments.twice(at.line(), "a second CREATE TABLE of \"" + key + "\"");
    }
    comments.sawCatalog();
  }

  private void readCreateView() {
    if (lexer.peek().isName()) {
      DumpTable.Key key = session.tableName();
      if (catalog.concerns(key)) {
        catalog.addOther(key + " (a view)");
      }
    }
    lexer.skipStatement(false);
  }

  private void readAlter(Token first) {
    if (lexer.takeWord("schema")) {
      Token schema = lexer.next();
      if (!lexer.peek().isWord("owner")
          && catalog.concernsSchema(session.database(), schema.text())) {
        throw input.refused(first.line(), "the schema " + schema + " is changed");
      }
      lexer.skipStatement(false);
      return;
    }
    lexer.takeWord("foreign");
    if (!lexer.takeWord("table")) {
      lexer.skipStatement(false);
      return;
    }
    lexer.takeWords("if", "exists");
    lexer.takeWord("only");
    DumpTable.Key key = session.tableName();
    lexer.takeSign("*");
    DumpTable table = catalog.find(key).orElse(null);
    if (table == null) {
      // Also what --clean drops before the table is created.
      others.read(key);
    } else {
      if (lexer.peek().isWord("drop") && comments.dumps() > 1) {
        throw comments.twice(first.line(), "table \"%s\" is changed".formatted(key));
      }
      new TableChange(input, lexer, session, table).read();
      comments.sawCatalog();
    }
  }

  private void readDrop(Token first) {
    boolean table = lexer.takeWord("table");
    boolean schema = !table && lexer.takeWord("schema");
    if (!table && !schema) {
      lexer.skipStatement(false);
      return;
    }
    lexer.takeWords("if", "exists");
    do {
      boolean gone =
          table
              ? catalog.find(session.tableName()).isPresent()
              : catalog.concernsSchema(session.database(), lexer.next().text());
      if (gone) {
        throw comments.twice(first.line(), "a table is dropped that was created before");
      }
    } while (lexer.takeSign(","));
    lexer.skipStatement(false);
  }
}
