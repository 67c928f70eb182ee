package org.nessiebackup.imports.value;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.QualifiedName;

/**
 * How values of a type are read.
 *
 * @param oid the type's object id, the same on every server
 * @param bare what may be written in SQL without quotes
 * @param encoder for a type modifier
 */
public record FieldType(int oid, Bare bare, Function<Integer, ValueEncoder> encoder) {
  /** Constants without quotes. */
  public enum Bare {
    NONE,
    NUMBER,
    BOOLEAN
  }

  private static final Map<String, FieldType> BASE =
      Map.ofEntries(
          small("bool", 16, Bare.BOOLEAN, ScalarEncoders::bool),
          small("int2", 21, Bare.NUMBER, ScalarEncoders::int2),
          small("int4", 23, Bare.NUMBER, ScalarEncoders::int4),
          small("int8", 20, Bare.NUMBER, ScalarEncoders::int8),
          small("float4", 700, Bare.NUMBER, ScalarEncoders::float4),
          small("float8", 701, Bare.NUMBER, ScalarEncoders::float8),
          small("date", 1082, Bare.NONE, DateTimes::date),
          small("timestamp", 1114, Bare.NONE, DateTimes::timestamp),
          small("timestamptz", 1184, Bare.NONE, DateTimes::timestampWithZone),
          small("uuid", 2950, Bare.NONE, ScalarEncoders::uuid),
          Map.entry("numeric", new FieldType(1700, Bare.NUMBER, NumericValue::encoder)),
          Map.entry("text", new FieldType(25, Bare.NONE, modifier -> TextValue::text)),
          Map.entry("varchar", new FieldType(1043, Bare.NONE, TextValue::varchar)),
          Map.entry("bpchar", new FieldType(1042, Bare.NONE, TextValue::bpchar)),
          Map.entry("name", new FieldType(19, Bare.NONE, modifier -> TextValue::name)),
          Map.entry("json", new FieldType(114, Bare.NONE, modifier -> TextValue::text)),
          Map.entry("jsonb", new FieldType(3802, Bare.NONE, modifier -> TextValue::jsonb)),
          Map.entry("bytea", new FieldType(17, Bare.NONE, modifier -> ByteaValue::encode)));

  private static Map.Entry<String, FieldType> small(
      String name, int oid, Bare bare, Function<String, ByteBuffer> parser) {
    return Map.entry(
        name,
        new FieldType(
            oid, bare, modifier -> ScalarEncoders.encoder(ScalarEncoders.LONGEST, parser)));
  }

  /** The type of a name in PostgreSQL's catalogs, if its values are understood. */
  public static Optional<FieldType> of(QualifiedName type) {
    if (!type.schema().equals("pg_catalog")) {
      return Optional.empty();
    }
    if (!type.name().startsWith("_")) {
      return Optional.ofNullable(BASE.get(type.name()));
    }
    return Optional.ofNullable(BASE.get(type.name().substring(1)))
        .map(
            element ->
                new FieldType(
                    0,
                    Bare.NONE,
                    modifier -> new ArrayValue(element.oid, element.encoder.apply(modifier))));
  }
}
