package org.nessiebackup.comparison;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.nessiebackup.Column;
import org.nessiebackup.TableShape;

/** Names a row by its key, such as {@code repo "", obj_id \x0a1b…}. */
final class RowKeyWords {
  private static final List<String> TEXTS = List.of("text", "varchar", "bpchar");

  private RowKeyWords() {}

  static String of(TableShape shape, List<byte[]> key) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      Column column = shape.columns().get(i);
      words.add(column.name() + " " + value(column, key.get(i)));
    }
    return String.join(", ", words);
  }

  private static String value(Column column, byte[] value) {
    return TEXTS.contains(column.type().name())
        ? "\"" + new String(value, StandardCharsets.UTF_8) + "\""
        : "\\x" + HexFormat.of().formatHex(value);
  }
}
