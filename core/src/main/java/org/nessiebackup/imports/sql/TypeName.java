package org.nessiebackup.imports.sql;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.QualifiedName;

/**
 * A type as PostgreSQL's catalogs know it.
 *
 * @param name schema and {@code typname}
 * @param modifier {@code atttypmod}, -1 for none
 */
public record TypeName(QualifiedName name, int modifier) {
  private static final String CATALOG = "pg_catalog";

  /** What {@code atttypmod} of types with a length adds: the size of the length word. */
  private static final int LENGTH_WORD = 4;

  /** Reads a type as it is written in a column's definition or in a cast. */
  public static TypeName parse(Lexer lexer) {
    Token first = lexer.next();
    if (!first.isName()) {
      throw lexer.unexpected(first, "a type");
    }
    String schema = CATALOG;
    Token last = first;
    if (lexer.takeSign(".")) {
      schema = first.text();
      last = lexer.next();
      if (!last.isName()) {
        throw lexer.unexpected(last, "a type");
      }
    }
    boolean keyword = schema.equals(CATALOG) && last.kind() == Token.Kind.WORD;
    String name = keyword ? internalName(last.text(), lexer) : last.text();
    List<Integer> modifiers = modifiers(lexer);
    if (keyword && name.startsWith("time")) {
      name = withZone(name, lexer);
    }
    int modifier = modifier(name, last, modifiers);
    return new TypeName(new QualifiedName(schema, array(lexer) ? "_" + name : name), modifier);
  }

  private static String internalName(String word, Lexer lexer) {
    return switch (word) {
      case "character", "char" -> lexer.takeWord("varying") ? "varchar" : "bpchar";
      case "double" -> {
        lexer.expectWords("precision");
        yield "float8";
      }
      case "bigint" -> "int8";
      case "integer", "int" -> "int4";
      case "smallint" -> "int2";
      case "boolean" -> "bool";
      case "real" -> "float4";
      case "decimal" -> "numeric";
      default -> word;
    };
  }

  private static String withZone(String name, Lexer lexer) {
    boolean with = lexer.takeWord("with");
    if (with || lexer.takeWord("without")) {
      lexer.expectWords("time", "zone");
    }
    return with ? name + "tz" : name;
  }

  private static List<Integer> modifiers(Lexer lexer) {
    List<Integer> modifiers = new ArrayList<>();
    if (!lexer.takeSign("(")) {
      return modifiers;
    }
    do {
      int sign = lexer.takeSign("-") ? -1 : 1;
      Token number = lexer.next();
      if (!number.text().matches("[0-9]{1,8}") || modifiers.size() == 2) {
        throw lexer.unexpected(number, "the length of a type");
      }
      modifiers.add(sign * Integer.parseInt(number.text()));
    } while (lexer.takeSign(","));
    lexer.expectSign(")");
    return modifiers;
  }

  private static int modifier(String name, Token written, List<Integer> modifiers) {
    if (modifiers.isEmpty()) {
      boolean single = name.equals("bpchar") && !written.isWord("bpchar");
      return single ? 1 + LENGTH_WORD : -1;
    }
    int first = modifiers.getFirst();
    return switch (name) {
      case "varchar", "bpchar" -> first + LENGTH_WORD;
      case "numeric" ->
          (first << 16 | ((modifiers.size() == 2 ? modifiers.get(1) : 0) & 0x7FF)) + LENGTH_WORD;
      default -> first;
    };
  }

  private static boolean array(Lexer lexer) {
    boolean array = lexer.takeWord("array");
    while (lexer.takeSign("[")) {
      if (lexer.peek().kind() == Token.Kind.NUMBER) {
        lexer.next();
      }
      lexer.expectSign("]");
      array = true;
    }
    return array;
  }
}
