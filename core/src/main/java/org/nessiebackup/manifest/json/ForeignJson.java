package org.nessiebackup.manifest.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** JSON that is none of ours, and of any length: it is walked through, not held. */
public final class ForeignJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ForeignJson() {}

  /**
   * Hears what a text holds, in its order. A path is the names of members on the way, joined by
   * dots, with {@code []} for each array: {@code snapshots[].snapshot-id}. That of the whole is
   * empty.
   */
  public interface Listener {
    /** A string, a number, true, false or null, as text. */
    void scalar(String path, String text) throws IOException;

    /** An object has ended. */
    void endOfObject(String path) throws IOException;
  }

  /**
   * Walks through a text. Takes the memory of its longest string.
   *
   * @param text UTF-8; stays open
   * @throws IOException if it is not one JSON object, or the stream or the listener fails
   */
  public static void walk(InputStream text, Listener listener) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      walk(parser, listener);
      if (parser.nextToken() != null) {
        throw new IOException("something follows its end");
      }
    } catch (JacksonException e) {
      throw failure(e);
    }
  }

  private static void walk(JsonParser parser, Listener listener) throws IOException {
    Deque<String> open = new ArrayDeque<>();
    open.push("");
    while (!open.isEmpty()) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new IOException("it is cut off");
      }
      switch (token) {
        case START_OBJECT -> open.push(path(open, parser));
        case START_ARRAY -> open.push(path(open, parser) + "[]");
        case END_ARRAY -> open.pop();
        case END_OBJECT -> listener.endOfObject(open.pop());
        case PROPERTY_NAME -> {
          // Stands in the path of what follows.
        }
        case VALUE_STRING,
            VALUE_NUMBER_INT,
            VALUE_NUMBER_FLOAT,
            VALUE_TRUE,
            VALUE_FALSE,
            VALUE_NULL ->
            listener.scalar(path(open, parser), parser.getString());
        case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IOException("it is not JSON");
      }
    }
  }

  private static String path(Deque<String> open, JsonParser parser) {
    String outer = open.element();
    String name = parser.currentName();
    if (name == null) {
      return outer;
    }
    return outer.isEmpty() ? name : outer + "." + name;
  }

  /**
   * A text as maps, lists, strings, numbers, booleans and null.
   *
   * @throws IOException if it is not JSON
   */
  public static Object tree(byte[] text) throws IOException {
    try {
      return JSON.readValue(text, Object.class);
    } catch (JacksonException e) {
      throw failure(e);
    }
  }

  /** A failure of the stream keeps its own words. */
  private static IOException failure(JacksonException e) {
    return e.getCause() instanceof IOException cause
        ? cause
        : new IOException("it is not JSON: " + e.getOriginalMessage(), e);
  }
}
