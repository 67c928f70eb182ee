package org.nessiebackup.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.StringJoiner;
import java.util.function.Function;

/** Arrays with no or one dimension, in braces, every element but NULL in quotes. */
final class ArrayText {
  private ArrayText() {}

  /** A decoder of arrays whose elements have a form. */
  static Function<ByteBuffer, String> of(ValueForm element) {
    return value -> decode(value, element);
  }

  private static String decode(ByteBuffer value, ValueForm element) {
    int dimensions = value.getInt();
    // Whether there are NULLs, and the element's type, which the column has said.
    value.getInt();
    value.getInt();
    if (dimensions == 0) {
      return "{}";
    }
    if (dimensions != 1) {
      throw new IllegalArgumentException("it has " + dimensions + " dimensions");
    }
    int length = value.getInt();
    int lowerBound = value.getInt();
    StringJoiner elements = new StringJoiner(",", "{", "}");
    for (int i = 0; i < length; i++) {
      int size = value.getInt();
      if (size == -1) {
        elements.add("NULL");
      } else {
        ByteBuffer bytes = value.slice(value.position(), size);
        value.position(value.position() + size);
        elements.add(quoted(decodeElement(bytes, element)));
      }
    }
    // An array that does not count from 1 says so.
    String bounds =
        lowerBound == 1
            ? ""
            : "[" + lowerBound + ":" + Math.addExact(lowerBound, length - 1) + "]=";
    return bounds + elements;
  }

  private static String decodeElement(ByteBuffer bytes, ValueForm element) {
    return switch (element) {
      case ValueForm.Text text -> {
        bytes.position(text.prefix());
        yield StandardCharsets.UTF_8.decode(bytes).toString();
      }
      case ValueForm.Bytea bytea -> {
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        yield "\\x" + HexFormat.of().formatHex(content);
      }
      case ValueForm.Held held -> held.decoder().apply(bytes);
    };
  }

  private static String quoted(String element) {
    return '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
