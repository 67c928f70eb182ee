package org.nessiebackup.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.imports.sql.Lexer;
import org.nessiebackup.imports.sql.Token;
import org.nessiebackup.imports.sql.Token.Kind;

/** Tells constants from expressions behind DEFAULT. */
final class ColumnDefault {
  /** Tokens of a constant with its casts. */
  private static final int LONGEST_CONSTANT = 16;

  private static final Set<String> IN_CASTS = Set.of("::", ".", "(", ")", "[", "]", ",");

  /** Words that end a default without parentheses. */
  private static final Set<String> BEHIND_DEFAULT =
      Set.of("not null constraint primary unique check references generated collate".split(" "));

  private ColumnDefault() {}

  /** Reads a default: its text if it is a constant, nothing if it is an expression. */
  static Optional<String> read(Lexer lexer) {
    List<Token> tokens = new ArrayList<>();
    int open = 0;
    boolean more = true;
    while (more) {
      Token token = lexer.next();
      open += Lexer.parenthesis(token);
      if (tokens.size() <= LONGEST_CONSTANT) {
        tokens.add(token);
      }
      more = open > 0 || !ends(lexer.peek());
    }
    return tokens.size() <= LONGEST_CONSTANT ? constant(tokens) : Optional.empty();
  }

  private static boolean ends(Token next) {
    return next.isSign(",")
        || next.isSign(")")
        || next.kind() == Kind.SEMICOLON
        || (next.kind() == Kind.WORD && BEHIND_DEFAULT.contains(next.text()));
  }

  private static Optional<String> constant(List<Token> tokens) {
    Token first = tokens.getFirst();
    boolean alone = tokens.size() == 1;
    return switch (first.kind()) {
      case STRING -> isCast(tokens) ? Optional.of(first.text()) : Optional.empty();
      case NUMBER -> alone ? Optional.of(first.text()) : Optional.empty();
      case WORD ->
          alone && (first.isWord("true") || first.isWord("false"))
              ? Optional.of(first.text())
              : Optional.empty();
      case SIGN -> negative(tokens);
      case NAME, OPAQUE, SEMICOLON -> Optional.empty();
    };
  }

  /** Whether nothing but casts follows the first token. */
  private static boolean isCast(List<Token> tokens) {
    return tokens.stream()
            .skip(1)
            .allMatch(
                token ->
                    token.isName()
                        || token.kind() == Kind.NUMBER
                        || (token.kind() == Kind.SIGN && IN_CASTS.contains(token.text())))
        && (tokens.size() == 1 || tokens.get(1).isSign("::"));
  }

  /** {@code -1} or {@code (-1)}. */
  private static Optional<String> negative(List<Token> tokens) {
    int minus = tokens.getFirst().isSign("(") ? 1 : 0;
    int expected = minus == 1 ? 4 : 2;
    boolean fits =
        tokens.size() == expected
            && tokens.get(minus).isSign("-")
            && tokens.get(minus + 1).kind() == Kind.NUMBER
            && (minus == 0 || tokens.get(3).isSign(")"));
    return fits ? Optional.of("-" + tokens.get(minus + 1).text()) : Optional.empty();
  }
}
