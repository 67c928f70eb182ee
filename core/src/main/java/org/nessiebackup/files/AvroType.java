package org.nessiebackup.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A type of an Avro schema, as far as values of it can be passed over. */
sealed interface AvroType {
  /** Reads past one value. */
  void skip(AvroInput in, int depth) throws IOException;

  /** How deep values may be nested; types may contain themselves. */
  int DEEPEST = 64;

  /** Types without parts. */
  enum Plain implements AvroType {
    /** No byte. */
    NULL,
    /** A byte. */
    BOOLEAN,
    /** A variable number of bytes, as enums are. */
    INT,
    /** As INT. */
    LONG,
    /** Four bytes. */
    FLOAT,
    /** Eight bytes. */
    DOUBLE,
    /** A length and so many bytes. */
    BYTES,
    /** As BYTES. */
    STRING;

    @Override
    public void skip(AvroInput in, int depth) throws IOException {
      switch (this) {
        case NULL -> in.countOne();
        case BOOLEAN -> in.skip(1);
        case INT, LONG -> in.number();
        case FLOAT -> in.skip(Float.BYTES);
        case DOUBLE -> in.skip(Double.BYTES);
        case BYTES, STRING -> in.skip(in.number());
      }
    }
  }

  /** So many bytes. */
  record Fixed(long size) implements AvroType {
    @Override
    public void skip(AvroInput in, int depth) throws IOException {
      in.countOne();
      in.skip(size);
    }
  }

  /** The number of an alternative, and a value of it. */
  record Union(List<AvroType> alternatives) implements AvroType {
    @Override
    public void skip(AvroInput in, int depth) throws IOException {
      long index = in.number();
      if (index < 0 || index >= alternatives.size()) {
        throw new IOException("it holds a value of no known type");
      }
      alternatives.get((int) index).skip(in, deeper(depth));
    }
  }

  /** Blocks of values, each with their number; the last one is empty. Maps have keys as well. */
  record Blocks(AvroType elements, boolean keys) implements AvroType {
    @Override
    public void skip(AvroInput in, int depth) throws IOException {
      for (long count = in.number(); count != 0; count = in.number()) {
        if (count < 0) {
          in.skip(in.number());
          continue;
        }
        for (long i = 0; i < count; i++) {
          if (keys) {
            Plain.STRING.skip(in, depth);
          }
          elements.skip(in, deeper(depth));
        }
      }
    }
  }

  /** Values one behind the other. */
  record Fields(List<Field> fields) implements AvroType {
    @Override
    public void skip(AvroInput in, int depth) throws IOException {
      in.countOne();
      for (Field field : fields) {
        field.type().skip(in, deeper(depth));
      }
    }
  }

  /** A part of a record. */
  record Field(String name, AvroType type) {}

  private static int deeper(int depth) throws IOException {
    if (depth >= DEEPEST) {
      throw new IOException("its values are nested too deeply");
    }
    return depth + 1;
  }

  /**
   * The type that a schema describes.
   *
   * @param schema as maps, lists and strings
   */
  static AvroType of(Object schema) throws IOException {
    return of(schema, new HashMap<>());
  }

  private static AvroType of(Object schema, Map<String, AvroType> named) throws IOException {
    if (schema == null) {
      throw strange("nothing");
    }
    return switch (schema) {
      case String name -> byName(name, named);
      case List<?> alternatives -> {
        List<AvroType> types = new ArrayList<>();
        for (Object each : alternatives) {
          types.add(of(each, named));
        }
        yield new Union(types);
      }
      case Map<?, ?> description -> described(description, named);
      default -> throw strange(schema);
    };
  }

  private static AvroType described(Map<?, ?> schema, Map<String, AvroType> named)
      throws IOException {
    if (!(schema.get("type") instanceof String type)) {
      return of(schema.get("type"), named);
    }
    return switch (type) {
      case "array" -> new Blocks(of(schema.get("items"), named), false);
      case "map" -> new Blocks(of(schema.get("values"), named), true);
      case "enum" -> remember(schema, Plain.INT, named);
      case "fixed" -> {
        if (!(schema.get("size") instanceof Integer size) || size < 0) {
          throw strange(schema.get("size"));
        }
        yield remember(schema, new Fixed(size), named);
      }
      case "record" -> {
        List<Field> fields = new ArrayList<>();
        AvroType record = remember(schema, new Fields(fields), named);
        if (!(schema.get("fields") instanceof List<?> list)) {
          throw strange(schema.get("fields"));
        }
        for (Object each : list) {
          if (!(each instanceof Map<?, ?> field)) {
            throw strange(each);
          }
          fields.add(new Field(String.valueOf(field.get("name")), of(field.get("type"), named)));
        }
        yield record;
      }
      default -> byName(type, named);
    };
  }

  /** Under its last name: that Iceberg's schemas use one in two namespaces is unheard of. */
  private static AvroType remember(Map<?, ?> schema, AvroType type, Map<String, AvroType> named) {
    named.put(lastName(String.valueOf(schema.get("name"))), type);
    return type;
  }

  private static AvroType byName(String name, Map<String, AvroType> named) throws IOException {
    AvroType known = named.get(lastName(name));
    if (known != null) {
      return known;
    }
    for (Plain plain : Plain.values()) {
      if (plain.name().equalsIgnoreCase(name)) {
        return plain;
      }
    }
    throw strange(name);
  }

  private static String lastName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static IOException strange(Object schema) {
    String text = String.valueOf(schema);
    return new IOException(
        "its schema is none: \"%s\"".formatted(text.substring(0, Math.min(text.length(), 80))));
  }
}
