package org.nessiebackup.imports;

import java.util.Optional;
import java.util.Set;
import org.nessiebackup.imports.sql.Lexer;
import org.nessiebackup.imports.sql.Token;
import org.nessiebackup.imports.sql.Token.Kind;

/**
 * The rest of a statement that may call functions: what it names, and whom it calls. A function can
 * do anything, so only those are passed over that dumps call and that change no table of Nessie's.
 *
 * @param concerns whether it names a table of Nessie's
 * @param call a function that is called and may do anything
 */
record Query(boolean concerns, Optional<String> call) {
  private static final Set<String> HARMLESS =
      Set.of(
          ("set_config setval lo_create lo_open lo_close lo_unlink lo_from_bytea lo_put "
                  + "loread lowrite")
              .split(" "));

  /** What statistics are restored by. */
  private static final Set<String> HARMLESS_PREFIXES = Set.of("pg_restore_", "pg_clear_");

  /** Words of SQL that come before a parenthesis and are no functions. */
  private static final Set<String> WORDS =
      Set.of(
          ("all and any array as between by case conflict distinct else except exists "
                  + "filter from having in intersect is join like materialized not null on only "
                  + "or over returning row select set some then union using values when where "
                  + "with")
              .split(" "));

  /**
   * Reads to the end of the statement.
   *
   * @param depth open parentheses so far
   * @param names the names of Nessie's tables
   */
  static Query read(Lexer lexer, int depth, Set<String> names) {
    boolean concerns = false;
    Optional<String> call = Optional.empty();
    int open = depth;
    Call last = Call.NONE;
    while (true) {
      Token token = lexer.skip();

      if (token.kind() == Kind.SEMICOLON && open == 0) {
        return new Query(concerns, call);
      }
      if (token.isName()) {
        concerns |= names.contains(token.text());
      }
      if (token.isSign("(") && last.isForbidden()) {
        String called = last.toString();
        call = call.or(() -> Optional.of(called));
      }
      open = Math.max(0, open + Lexer.parenthesis(token));
      last = last.then(token);
    }
  }

  /**
   * What might be the name of a function, as far as it was read.
   *
   * @param schema what is before the dot; empty if nothing does
   * @param name the name; empty if there is none yet
   * @param isType whether it follows a cast
   */
  private record Call(String schema, Optional<Token> name, boolean isType) {
    static final Call NONE = new Call("", Optional.empty(), false);

    Call then(Token token) {
      if (token.isSign("::")) {
        return new Call("", Optional.empty(), true);
      }
      if (token.isSign(".") && name.isPresent()) {
        return new Call(name.get().text(), Optional.empty(), isType);
      }
      if (!token.isName()) {
        return NONE;
      }
      return name.isPresent()
          ? new Call("", Optional.of(token), isType)
          : new Call(schema, Optional.of(token), isType);
    }

    boolean isForbidden() {
      if (name.isEmpty() || isType) {
        return false;
      }
      Token function = name.get();
      boolean own = schema.isEmpty() || schema.equals("pg_catalog");
      boolean harmless =
          HARMLESS.contains(function.text())
              || HARMLESS_PREFIXES.stream().anyMatch(function.text()::startsWith);
      boolean word =
          schema.isEmpty() && function.kind() == Kind.WORD && WORDS.contains(function.text());
      return !word && !(own && harmless);
    }

    @Override
    public String toString() {
      return (schema.isEmpty() ? "" : schema + ".") + name.map(Token::text).orElse("");
    }
  }
}
