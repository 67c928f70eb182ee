package org.nessiebackup.imports.value;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arrays of no or one dimension: dimensions, whether there are NULLs, the elements' type, length,
 * lower bound, elements.
 */
record ArrayValue(int elementOid, ValueEncoder element) implements ValueEncoder {
  private static final Pattern BOUNDS = Pattern.compile("\\[(-?[0-9]{1,9}):(-?[0-9]{1,9})\\]=");

  @Override
  public void encode(RowBuffer row, int start) {
    TextValue.text(row, start);
    String text = row.text(start);
    int lowerBound = 1;
    Matcher bounds = BOUNDS.matcher(text);
    if (bounds.lookingAt()) {
      lowerBound = Integer.parseInt(bounds.group(1));
      text = text.substring(bounds.end());
    }
    List<String> elements = elements(text);
    if (bounds.lookingAt()
        && Integer.parseInt(bounds.group(2)) != lowerBound + elements.size() - 1) {
      throw new IllegalArgumentException("its bounds do not fit its elements");
    }
    row.truncate(start);
    row.append(header(elements, lowerBound));
    for (String each : elements) {
      append(row, each);
    }
  }

  private byte[] header(List<String> elements, int lowerBound) {
    boolean empty = elements.isEmpty();
    ByteBuffer header = ByteBuffer.allocate((empty ? 3 : 5) * Integer.BYTES);
    header.putInt(empty ? 0 : 1).putInt(elements.contains(null) ? 1 : 0).putInt(elementOid);
    if (!empty) {
      header.putInt(elements.size()).putInt(lowerBound);
    }
    return header.array();
  }

  private void append(RowBuffer row, String text) {
    int lengthAt = row.length();
    row.append(new byte[Integer.BYTES]);
    int length = -1;
    if (text != null) {
      row.append(text);
      element.encode(row, lengthAt + Integer.BYTES);
      length = row.length() - lengthAt - Integer.BYTES;
    }
    ByteBuffer.wrap(row.array()).putInt(lengthAt, length);
  }

  private static List<String> elements(String text) {
    if (!text.startsWith("{") || !text.endsWith("}")) {
      throw ScalarEncoders.malformed(text, "array");
    }
    List<String> elements = new ArrayList<>();
    int end = text.length() - 1;
    int at = 1;
    while (at < end) {
      StringBuilder element = new StringBuilder();
      boolean quoted = text.charAt(at) == '"';
      at = quoted ? quoted(text, at + 1, end, element) : plain(text, at, end, element);
      String value = element.toString();
      elements.add(!quoted && value.equals("NULL") ? null : value);
      if (at == end) {
        return elements;
      }
      if (text.charAt(at) != ',' || at + 1 == end) {
        throw ScalarEncoders.malformed(text, "array");
      }
      at++;
    }
    return elements;
  }

  private static int quoted(String text, int from, int end, StringBuilder element) {
    int at = from;
    while (at < end && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      element.append(text.charAt(at++));
    }
    if (at >= end) {
      throw ScalarEncoders.malformed(text, "array");
    }
    return at + 1;
  }

  /** What PostgreSQL prints without quotes has nothing in it that would need them. */
  private static int plain(String text, int from, int end, StringBuilder element) {
    int at = from;
    while (at < end && text.charAt(at) != ',') {
      char value = text.charAt(at++);
      if ("{}\"\\ \t\r\n".indexOf(value) >= 0) {
        throw ScalarEncoders.malformed(text, "array that is understood");
      }
      element.append(value);
    }
    if (element.isEmpty()) {
      throw ScalarEncoders.malformed(text, "array");
    }
    return at;
  }
}
