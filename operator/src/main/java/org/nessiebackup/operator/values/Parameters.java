package org.nessiebackup.operator.values;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Names with plain values, in alphabetical order, so that nothing changes by itself.
 *
 * @param byName each a word, a number or true or false, as text
 */
public record Parameters(@JsonValue Map<String, String> byName) {
  public Parameters {
    byName = Collections.unmodifiableMap(new TreeMap<>(byName));
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Parameters of(Map<String, JsonNode> values) {
    Map<String, String> texts = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          Ranges.require(
              name,
              value.isString() || value.isNumber() || value.isBoolean(),
              "it is neither a word nor a number nor true or false");
          texts.put(name, value.asString());
        });
    return new Parameters(texts);
  }
}
