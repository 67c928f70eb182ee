package org.nessiebackup.acceptance.forged;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every member of a document, changed in every way. */
final class Mutations {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> SEAL = Set.of("/sha256", "/signature");
  private static final String DUPLICATE = "a duplicate to be";

  /** What stands in the place of a member, by what it is for people. */
  private static final Map<String, JsonNode> VALUES = values();

  private Mutations() {}

  private static Map<String, JsonNode> values() {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    values.put("null", NODES.nullNode());
    values.put("an empty string", NODES.stringNode(""));
    values.put("5000 characters", NODES.stringNode("x".repeat(5000)));
    values.put("a way out", NODES.stringNode("../../outside/canary"));
    values.put("an absolute path", NODES.stringNode("/etc/hostname"));
    values.put("a NUL", NODES.stringNode("a\u0000b"));
    values.put("escapes", NODES.stringNode("\u001b]0;pwn\u0007\u001b[2J\nFAKE \u009b31m\u202egpj"));
    values.put("SQL", NODES.stringNode("x\"; CREATE TABLE pwn(); --"));
    values.put("a digit", NODES.stringNode("5"));
    values.put("-1", NODES.numberNode(-1));
    values.put("0", NODES.numberNode(0));
    values.put("2^31", NODES.numberNode(1L << 31));
    values.put("2^63-1", NODES.numberNode(Long.MAX_VALUE));
    values.put("2^63", NODES.numberNode(BigInteger.ONE.shiftLeft(63)));
    values.put("5.0", NODES.numberNode(5.0));
    values.put("1e300", NODES.numberNode(1e300));
    values.put("true", NODES.booleanNode(true));
    values.put("an empty object", NODES.objectNode());
    values.put("an empty array", NODES.arrayNode());
    values.put("an array in an array", NODES.arrayNode().add(NODES.arrayNode().add(1)));
    values.put("the year 9999", NODES.stringNode("9999-12-31T23:59:59.999999999Z"));
    values.put("the year -1", NODES.stringNode("-0001-01-01T00:00:00Z"));
    return values;
  }

  /** All of one document. */
  static List<ForgedDocument> of(byte[] original) {
    List<ForgedDocument> all = new ArrayList<>();
    List<JsonPointer> places = new ArrayList<>();
    collect(ForgedDocument.parsed(original), JsonPointer.empty(), places);
    for (JsonPointer place : places) {
      if (SEAL.contains(place.toString())) {
        continue;
      }
      VALUES.forEach((what, value) -> add(all, original, place, what, value));
      all.add(
          ForgedDocument.of(place + " is absent", original, document -> without(document, place)));
      all.add(duplicated(original, place));
    }
    return all;
  }

  private static void add(
      List<ForgedDocument> all, byte[] original, JsonPointer place, String what, JsonNode value) {
    ForgedDocument forged =
        ForgedDocument.of(
            place + " is " + what, original, document -> with(document, place, value.deepCopy()));
    if (!java.util.Arrays.equals(forged.bytes(), original)) {
      all.add(forged);
    }
  }

  private static void collect(JsonNode node, JsonPointer here, List<JsonPointer> places) {
    if (!here.toString().isEmpty()) {
      places.add(here);
    }
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(each -> collect(each.getValue(), here.appendProperty(each.getKey()), places));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.get(i), here.appendIndex(i), places);
      }
    }
  }

  private static ObjectNode with(ObjectNode document, JsonPointer place, JsonNode value) {
    JsonNode parent = document.at(place.head());
    String name = place.last().getMatchingProperty();
    if (parent instanceof ArrayNode array) {
      array.set(place.last().getMatchingIndex(), value);
    } else {
      ((ObjectNode) parent).set(name, value);
    }
    return document;
  }

  private static ObjectNode without(ObjectNode document, JsonPointer place) {
    JsonNode parent = document.at(place.head());
    if (parent instanceof ArrayNode array) {
      array.remove(place.last().getMatchingIndex());
    } else {
      ((ObjectNode) parent).remove(place.last().getMatchingProperty());
    }
    return document;
  }

  /** The member stands twice; in an array the element does. */
  private static ForgedDocument duplicated(byte[] original, JsonPointer place) {
    String what = place + " stands twice";
    ObjectNode document = ForgedDocument.parsed(original);
    JsonNode parent = document.at(place.head());
    if (parent instanceof ArrayNode array) {
      return ForgedDocument.of(
          what,
          original,
          copy -> {
            ((ArrayNode) copy.at(place.head())).add(array.get(place.last().getMatchingIndex()));
            return copy;
          });
    }
    String name = place.last().getMatchingProperty();
    ((ObjectNode) parent).set(DUPLICATE, ((ObjectNode) parent).get(name));
    document.put("sha256", "0".repeat(64));
    String text = ForgedDocument.JSON.writeValueAsString(document);
    return ForgedDocument.sealed(what, text.replace(DUPLICATE, name) + "\n");
  }

  /** What is no document at all, or hardly one. */
  static List<ForgedDocument> beyondMembers(byte[] original) {
    String text = new String(original, StandardCharsets.UTF_8);
    List<ForgedDocument> all = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("nothing", "");
    texts.put("an empty object", "{}");
    texts.put("an array", "[]");
    texts.put("a number", "1");
    texts.put("half of it", text.substring(0, text.length() / 2));
    texts.put("10,000 brackets", "[".repeat(10_000));
    texts.put("10,000 braces", "{\"a\":".repeat(10_000));
    texts.put("twice itself", text + text);
    texts.put("a mark before it", "\ufeff" + text);
    texts.put("NULs", "\u0000".repeat(5000));
    texts.put("format 2", text.replaceFirst("\"format\" : 1", "\"format\" : 2"));
    texts.put("format 1e9", text.replaceFirst("\"format\" : 1", "\"format\" : 1e9"));
    texts.put(
        "a long format", text.replaceFirst("\"format\" : 1", "\"format\" : " + "9".repeat(5000)));
    texts.put("a text of spaces", " ".repeat(1 << 20) + text);
    texts.forEach(
        (what, each) ->
            all.add(new ForgedDocument("it is " + what, each.getBytes(StandardCharsets.UTF_8))));
    all.add(new ForgedDocument("it is not UTF-8", new byte[] {'{', (byte) 0xff, (byte) 0xc0, '}'}));
    return all;
  }
}
