package org.nessiebackup.export;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Column;
import org.nessiebackup.Failure;
import org.nessiebackup.QualifiedName;

/**
 * A column's type in SQL and the form of its values.
 *
 * @param sql such as {@code character varying(20)}
 * @param form how values become text
 */
record SqlType(String sql, ValueForm form) {
  /** What {@code atttypmod} of types with a length adds: the size of the length word. */
  private static final int LENGTH_WORD = 4;

  private static final Pattern BARE = Pattern.compile("-?[0-9]+|true|false");

  private static final Map<String, SqlType> BASE =
      Map.ofEntries(
          held("bool", "boolean", true, Decoders::bool),
          held("int2", "smallint", true, value -> String.valueOf(value.getShort())),
          held("int4", "integer", true, value -> String.valueOf(value.getInt())),
          held("int8", "bigint", true, value -> String.valueOf(value.getLong())),
          held("float4", "real", false, value -> String.valueOf(value.getFloat())),
          held("float8", "double precision", false, value -> String.valueOf(value.getDouble())),
          held("numeric", "numeric", false, Decoders::numeric),
          held("date", "date", false, Decoders::date),
          held("timestamp", "timestamp without time zone", false, Decoders::timestamp),
          held("timestamptz", "timestamp with time zone", false, Decoders::timestampWithZone),
          held("uuid", "uuid", false, Decoders::uuid),
          text("text", "text", 0),
          text("varchar", "character varying", 0),
          text("bpchar", "bpchar", 0),
          text("name", "name", 0),
          text("json", "json", 0),
          text("jsonb", "jsonb", 1),
          Map.entry("bytea", new SqlType("bytea", new ValueForm.Bytea())));

  private static Map.Entry<String, SqlType> held(
      String name, String sql, boolean bare, Function<ByteBuffer, String> decoder) {
    return Map.entry(name, new SqlType(sql, new ValueForm.Held(bare, decoder)));
  }

  private static Map.Entry<String, SqlType> text(String name, String sql, int prefix) {
    return Map.entry(name, new SqlType(sql, new ValueForm.Text(prefix)));
  }

  /**
   * The type of a column.
   *
   * @param table the column's table, for the message
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} if its values cannot be written as
   *     text by this program
   */
  static SqlType of(String table, Column column) {
    QualifiedName type = column.type();
    boolean array = type.name().startsWith("_");
    String element = array ? type.name().substring(1) : type.name();
    SqlType base = type.schema().equals("pg_catalog") ? BASE.get(element) : null;
    String sql = base == null ? null : modified(base.sql, element, column.typeModifier());
    if (sql == null) {
      throw Failure.FORMAT_UNSUPPORTED.exception(
          "column \"%s\" of table \"%s\" has the type \"%s\" (modifier %d), which export cannot write as text"
              .formatted(column.name(), table, type, column.typeModifier()),
          "Use pg_dump for this table; backup and restore do not depend on the type.");
    }
    return array
        ? new SqlType(sql + "[]", new ValueForm.Held(false, Decoders.array(base.form)))
        : new SqlType(sql, base.form);
  }

  /** A default of this type: without quotes only what certainly is a number or a boolean. */
  String constant(String text) {
    return form instanceof ValueForm.Held held && held.bare() && BARE.matcher(text).matches()
        ? text
        : SqlTokens.literal(text);
  }

  /** With length, precision or scale; null for a modifier that means nothing to us. */
  private static String modified(String sql, String type, int modifier) {
    if (modifier == -1) {
      return sql;
    }
    return switch (type) {
      case "varchar" -> "character varying(" + (modifier - LENGTH_WORD) + ")";
      case "bpchar" -> "character(" + (modifier - LENGTH_WORD) + ")";
      case "numeric" -> numeric(modifier - LENGTH_WORD);
      case "timestamp", "timestamptz" ->
          sql.replaceFirst("timestamp", "timestamp(" + modifier + ")");
      default -> null;
    };
  }

  /** Precision in the upper 16 bits, scale in the lower 11, signed since PostgreSQL 15. */
  private static String numeric(int bits) {
    int scale = ((bits & 0x7FF) ^ 0x400) - 0x400;
    return "numeric(" + (bits >> 16 & 0xFFFF) + "," + scale + ")";
  }
}
