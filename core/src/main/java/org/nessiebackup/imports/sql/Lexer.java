package org.nessiebackup.imports.sql;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.nessiebackup.imports.sql.Token.Kind;
import org.nessiebackup.imports.value.RowBuffer;

/**
 * Cuts a dump into tokens as psql and the server do, so that a statement ends for us where it ends
 * for them: strings, names in quotes, dollar quotes, nested comments and SQL-standard function
 * bodies are known. Holds one token, never a statement.
 */
public final class Lexer {
  private static final int LONGEST_TOKEN = 1024 * 1024;
  private static final int LONGEST_TAG = 1024;
  private static final boolean[] QUOTE_STOPS = DumpInput.stops("'\r");
  private static final boolean[] ESCAPE_STOPS = DumpInput.stops("'\\\r");
  private static final boolean[] NAME_STOPS = DumpInput.stops("\"");
  private static final boolean[] DOLLAR_STOPS = DumpInput.stops("$");

  private final DumpInput input;
  private final Whitespace spaces;
  private final RowBuffer scratch = new RowBuffer();
  private final RowBuffer words = new RowBuffer();
  private boolean standardStrings = true;
  private Token peeked;

  public Lexer(DumpInput input) {
    this.input = input;
    this.spaces = new Whitespace(input);
  }

  /** Whether a backslash in a plain string stands for itself. */
  public void standardStrings(boolean on) {
    standardStrings = on;
  }

  /** The next token of a statement, which stays; a statement that has none any more was cut off. */
  public Token peek() {
    if (peeked == null) {
      peeked = scan(true, scratch);
    }
    return peeked;
  }

  /** Takes the next token. */
  public Token next() {
    Token token = peek();
    peeked = null;
    return token;
  }

  /** Takes the next token; if it is a string, its content goes to {@code strings}. */
  public Token nextValue(RowBuffer strings) {
    if (peeked != null) {
      throw new IllegalStateException("a value was looked at before it could be read");
    }
    return scan(true, strings);
  }

  /** Takes the next tokens, which have to be these words. */
  public void expectWords(String... words) {
    for (String word : words) {
      Token token = next();
      if (!token.isWord(word)) {
        throw unexpected(token, word.toUpperCase(Locale.ROOT));
      }
    }
  }

  /** Takes the semicolon that has to end the statement. */
  public void expectEnd(String wanted) {
    Token end = next();
    if (end.kind() != Kind.SEMICOLON) {
      throw unexpected(end, wanted);
    }
  }

  /** Takes the next token, which has to be a sign. */
  public void expectSign(String sign) {
    Token token = next();
    if (!token.isSign(sign)) {
      throw unexpected(token, '"' + sign + '"');
    }
  }

  /** Takes the next token if it is a word. */
  public boolean takeWord(String word) {
    return takeIf(peek().isWord(word));
  }

  private boolean takeIf(boolean there) {
    if (there) {
      next();
    }
    return there;
  }

  /** Takes the next token if it is a word, and then those which have to follow it. */
  public void takeWords(String first, String... following) {
    if (takeWord(first)) {
      expectWords(following);
    }
  }

  /** Takes the next token if it is a sign. */
  public boolean takeSign(String sign) {
    return takeIf(peek().isSign(sign));
  }

  /** What to throw about a token. */
  public org.nessiebackup.BackupException unexpected(Token token, String wanted) {
    return input.refused(token.line(), "expected " + wanted + ", found " + token);
  }

  /**
   * Passes over space and comments between statements; {@code comments} hears each line comment.
   */
  public void skipToStatement(Consumer<String> comments) {
    spaces.skip(comments);
  }

  /**
   * Passes over the rest of a statement.
   *
   * @param routine whether it makes a function or procedure, whose body may hold statements
   */
  public void skipStatement(boolean routine) {
    int open = 0;
    int blocks = 0;
    while (true) {
      Token token = skip();
      switch (token.kind()) {
        case SEMICOLON -> {
          if (open == 0 && blocks == 0) {
            return;
          }
        }
        case SIGN -> open = Math.max(0, open + parenthesis(token));
        case WORD -> blocks += routine && open == 0 ? block(token.text(), blocks) : 0;
        case NAME, NUMBER, STRING, OPAQUE -> {}
      }
    }
  }

  /** Takes the next token; what is in a string is dropped. */
  public Token skip() {
    return peeked != null ? next() : scan(false, scratch);
  }

  public static int parenthesis(Token token) {
    return token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
  }

  /** psql's own rule for {@code BEGIN ATOMIC … END} with CASE expressions inside. */
  private static int block(String word, int blocks) {
    return switch (word) {
      case "begin" -> 1;
      case "case" -> blocks > 0 ? 1 : 0;
      case "end" -> blocks > 0 ? -1 : 0;
      default -> 0;
    };
  }

  private Token scan(boolean keep, RowBuffer strings) {
    spaces.skip(null);
    long line = input.line();
    int first = input.peek();
    if (first == DumpInput.END) {
      throw input.truncated("inside a statement");
    }
    if (isWordStart(first)) {
      return word(keep, strings, line);
    }
    return switch (first) {
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(line);
      case '\'' -> string(keep, strings, !standardStrings, line);
      case '"' -> name(keep, line);
      case '$' -> dollar(line);
      case ';' -> {
        input.read();
        yield new Token(Kind.SEMICOLON, ";", line);
      }
      case '\\' -> throw input.refused("a psql command inside a statement");
      default -> sign(line);
    };
  }

  private Token sign(long line) {
    int value = input.read();
    if (value == '.' && isDigit(input.peek())) {
      Token fraction = number(line);
      return new Token(Kind.NUMBER, "." + fraction.text(), line);
    }
    if (value == ':' && input.peek() == ':') {
      input.read();
      return new Token(Kind.SIGN, "::", line);
    }
    return new Token(Kind.SIGN, String.valueOf((char) value), line);
  }

  private Token word(boolean keep, RowBuffer strings, long line) {
    words.clear();
    while (isWordPart(input.peek())) {
      int value = input.read();
      words.octet(value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value);
      checkLength(words.length());
    }
    String word = words.text(0);
    if (word.length() == 1 && input.peek() == '\'') {
      return switch (word) {
        case "e" -> string(keep, strings, true, line);
        case "b", "x", "n" -> opaque(line);
        default -> new Token(Kind.WORD, word, line);
      };
    }
    if (word.equals("u") && input.peek() == '&') {
      int second = input.peekSecond();
      if (second == '\'' || second == '"') {
        input.read();
        return opaque(line);
      }
    }
    return new Token(Kind.WORD, word, line);
  }

  private Token opaque(long line) {
    Token token = input.peek() == '"' ? name(false, line) : string(false, scratch, false, line);
    return new Token(Kind.OPAQUE, "", token.line());
  }

  private Token number(long line) {
    StringBuilder text = new StringBuilder();
    while (isDigit(input.peek()) || input.peek() == '.' || isExponent(text)) {
      text.append((char) input.read());
      checkLength(text.length());
    }
    return new Token(Kind.NUMBER, text.toString(), line);
  }

  private boolean isExponent(StringBuilder text) {
    int value = input.peek();
    if (value == 'e' || value == 'E') {
      int second = input.peekSecond();
      return isDigit(second) || second == '+' || second == '-';
    }
    char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    return (value == '+' || value == '-') && (last == 'e' || last == 'E');
  }

  private Token string(boolean keep, RowBuffer strings, boolean escapes, long line) {
    boolean held = strings == scratch;
    if (held) {
      scratch.clear();
    }
    RowBuffer target = keep ? strings : null;
    input.read();
    boolean[] stops = escapes ? ESCAPE_STOPS : QUOTE_STOPS;
    while (true) {
      input.readUntil(stops, target);
      if (held) {
        checkLength(scratch.length());
      }
      int value = input.read();
      switch (value) {
        case DumpInput.END -> throw input.truncated("inside a string that began in line " + line);
        case '\'' -> {
          if (input.peek() != '\'') {
            return new Token(Kind.STRING, held && keep ? scratch.text(0) : "", line);
          }
          put(target, input.read());
        }
        case '\\' -> put(target, Escape.ofString(input));
        case '\r' -> {
          if (input.windowsLineEnds() && input.peek() == '\n') {
            throw input.refused(
                "a line break inside a string, in a file whose lines were made to end as on"
                    + " Windows: what it was before cannot be known");
          }
          put(target, value);
        }
        default -> put(target, value);
      }
    }
  }

  private static void put(RowBuffer target, int value) {
    if (target != null) {
      target.octet(value);
    }
  }

  private Token name(boolean keep, long line) {
    scratch.clear();
    input.read();
    while (true) {
      input.readUntil(NAME_STOPS, scratch);
      checkLength(scratch.length());
      int value = input.read();
      if (value == DumpInput.END) {
        throw input.truncated("inside a name in quotes that began in line " + line);
      }
      if (value == '"' && input.peek() != '"') {
        return new Token(Kind.NAME, keep || scratch.length() < 256 ? scratch.text(0) : "", line);
      }
      scratch.octet(value == '"' ? input.read() : value);
    }
  }

  private Token dollar(long line) {
    input.read();
    StringBuilder tag = new StringBuilder();
    if (isDigit(input.peek())) {
      return new Token(Kind.SIGN, "$", line);
    }
    while (isWordPart(input.peek()) && input.peek() != '$') {
      tag.append((char) input.read());
      if (tag.length() > LONGEST_TAG) {
        throw input.refused("a dollar quote with an endless tag");
      }
    }
    if (input.read() != '$') {
      throw input.refused(line, "a dollar sign that begins no string");
    }
    byte[] end = (tag + "$").getBytes(StandardCharsets.ISO_8859_1);
    int matched = 0;
    boolean inside = true;
    while (inside) {
      input.readUntil(DOLLAR_STOPS, null);
      int value = input.read();
      if (value == DumpInput.END) {
        throw input.truncated("inside a string in dollar quotes that began in line " + line);
      }
      if (value == '$') {
        matched = 0;
        while (matched < end.length && input.peek() == (end[matched] & 0xFF)) {
          matched++;
          // The dollar sign that ends this string could also begin the end; it is taken once.
          input.read();
        }
        inside = matched < end.length;
      }
    }
    return new Token(Kind.OPAQUE, "", line);
  }

  private void checkLength(int length) {
    if (length > LONGEST_TOKEN) {
      throw input.refused("a name or constant longer than 1 MiB");
    }
  }

  private static boolean isDigit(int value) {
    return value >= '0' && value <= '9';
  }

  private static boolean isWordStart(int value) {
    return (value >= 'a' && value <= 'z')
        || (value >= 'A' && value <= 'Z')
        || value == '_'
        || value >= 0x80;
  }

  private static boolean isWordPart(int value) {
    return isWordStart(value) || isDigit(value) || value == '$';
  }
}
