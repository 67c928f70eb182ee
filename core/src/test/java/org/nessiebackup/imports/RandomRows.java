package org.nessiebackup.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.nessiebackup.Column;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.imports.value.RowBuffer;

/** Tables with odd names, and rows with odd values. */
final class RandomRows {
  private static final List<String> TYPES =
      List.of(
          "text", "varchar", "bytea", "int8", "int4", "int2", "bool", "float8", "uuid", "_text");
  private static final String[] TEXTS = {
    "'",
    "\"",
    "\\",
    "\\.",
    "\\N",
    "\n",
    "\r",
    "\t",
    "\b",
    "\f",
    "\u000B",
    ";",
    "--",
    "/*",
    "$$",
    "é",
    "😀",
    "\u0001",
    "\u007f",
    " ",
    "a",
    "NULL",
    "\\x",
    "{}",
    ",",
    "COPY x FROM stdin;\n"
  };

  private RandomRows() {}

  static String name(Random random) {
    return "n" + text(random).replace("\0", "");
  }

  static TableShape shape(String table, Random random) {
    List<Column> columns = new ArrayList<>();
    int width = 1 + random.nextInt(6);
    for (int i = 0; i < width; i++) {
      String type = TYPES.get(random.nextInt(TYPES.size()));
      boolean collated = type.equals("text") && random.nextBoolean();
      columns.add(
          new Column(
              i + name(random),
              new QualifiedName("pg_catalog", type),
              type.equals("varchar") && random.nextBoolean() ? 4 + 500 : -1,
              i == 0,
              collated ? Optional.of(new QualifiedName("pg_catalog", "C")) : Optional.empty(),
              type.equals("text") && random.nextBoolean()
                  ? Optional.of(text(random))
                  : Optional.empty()));
    }
    List<String> key = random.nextBoolean() ? List.of(columns.getFirst().name()) : List.of();
    return new TableShape(table, columns, key);
  }

  static void write(TableWriter writer, TableShape shape, Random random) {
    writer.startRow();
    for (Column column : shape.columns()) {
      if (!column.notNull() && random.nextInt(4) == 0) {
        writer.nullField();
      } else {
        byte[] value = value(column.type().name(), random);
        writer.field(value, 0, value.length);
      }
    }
    writer.endRow();
  }

  private static byte[] value(String type, Random random) {
    return switch (type) {
      case "bytea", "uuid" -> bytes(random, type.equals("uuid") ? 16 : random.nextInt(300));
      case "int8" -> ByteBuffer.allocate(8).putLong(random.nextLong()).array();
      case "int4" -> ByteBuffer.allocate(4).putInt(random.nextInt()).array();
      case "int2" -> ByteBuffer.allocate(2).putShort((short) random.nextInt()).array();
      case "bool" -> new byte[] {(byte) random.nextInt(2)};
      case "float8" -> ByteBuffer.allocate(8).putDouble(random.nextGaussian()).array();
      case "_text" -> array(random);
      default -> text(random).getBytes(UTF_8);
    };
  }

  private static byte[] array(Random random) {
    int length = 1 + random.nextInt(4);
    RowBuffer bytes = new RowBuffer();
    boolean hasNull = random.nextBoolean();
    bytes.append(
        ByteBuffer.allocate(20)
            .putInt(1)
            .putInt(hasNull ? 1 : 0)
            .putInt(25)
            .putInt(length)
            .putInt(1)
            .array());
    for (int i = 0; i < length; i++) {
      if (hasNull && i == 0) {
        bytes.append(new byte[] {-1, -1, -1, -1});
      } else {
        byte[] element = text(random).getBytes(UTF_8);
        bytes.append(ByteBuffer.allocate(4).putInt(element.length).array());
        bytes.append(element);
      }
    }
    return java.util.Arrays.copyOf(bytes.array(), bytes.length());
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(12);
    for (int i = 0; i < pieces; i++) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return text.toString();
  }
}
