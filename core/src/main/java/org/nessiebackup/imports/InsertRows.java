package org.nessiebackup.imports;

import org.nessiebackup.imports.sql.DumpInput;
import org.nessiebackup.imports.sql.Lexer;
import org.nessiebackup.imports.sql.Token;
import org.nessiebackup.imports.sql.Token.Kind;
import org.nessiebackup.imports.sql.TypeName;
import org.nessiebackup.imports.value.FieldType.Bare;
import org.nessiebackup.imports.value.RowBuffer;

/** Reads the rows behind {@code VALUES}: constants, with or without casts. */
record InsertRows(DumpInput input, Lexer lexer) {

  /** Reads all rows and the end of the statement. */
  void read(RowEncoder rows) {
    do {
      lexer.expectSign("(");
      rows.startRow();
      readRow(rows);
      rows.endRow();
    } while (lexer.takeSign(","));
    lexer.takeWords("on", "conflict", "do", "nothing");
    lexer.expectEnd("\";\"");
  }

  private void readRow(RowEncoder rows) {
    Token behind;
    do {
      readValue(rows);
      behind = lexer.next();
      if (!behind.isSign(",") && !behind.isSign(")")) {
        throw lexer.unexpected(behind, "\",\" or \")\" behind a value");
      }
    } while (behind.isSign(","));
  }

  private void readValue(RowEncoder rows) {
    RowBuffer value = rows.startValue();
    Token token = lexer.nextValue(value);
    boolean isNull = token.isWord("null");
    if (!isNull && token.kind() != Kind.STRING) {
      value.append(bare(token, rows.type().bare()));
    }
    while (lexer.takeSign("::")) {
      checkCast(rows, token);
    }
    if (isNull) {
      rows.endNull();
    } else {
      rows.endValue();
    }
  }

  private String bare(Token token, Bare wanted) {
    if (wanted == Bare.BOOLEAN && (token.isWord("true") || token.isWord("false"))) {
      return token.text();
    }
    if (wanted == Bare.NUMBER && token.kind() == Kind.NUMBER) {
      return token.text();
    }
    if (wanted == Bare.NUMBER && token.isSign("-")) {
      Token number = lexer.next();
      if (number.kind() == Kind.NUMBER) {
        return "-" + number.text();
      }
    }
    throw lexer.unexpected(token, "a constant of the column's type");
  }

  /** A cast to another type could change the value in ways that only a server knows. */
  private void checkCast(RowEncoder rows, Token value) {
    TypeName type = TypeName.parse(lexer);
    boolean same =
        type.name().equals(rows.column().type())
            && (type.modifier() == -1 || type.modifier() == rows.column().typeModifier());
    if (!same) {
      throw input.refused(
          value.line(),
          "a value of column \"%s\" is cast to \"%s\", the column is of type \"%s\""
              .formatted(rows.column().name(), type.name(), rows.column().type()));
    }
  }
}
