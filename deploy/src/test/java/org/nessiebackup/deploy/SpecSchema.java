package org.nessiebackup.deploy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The schemas of the specs that are sections of the chart's values: made of the chart's own schema,
 * in the form that Kubernetes asks for ("structural"), and of {@code crds/catalog.yaml} and {@code
 * crds/vault.yaml}, which are laid over it as a JSON merge patch.
 *
 * <p>A resource need not say what the chart has a default for, so nothing is required by the
 * chart's schema; and there are no defaults in it, since the operator knows them, and a default
 * that changes must not be written into resources.
 */
final class SpecSchema {
  private static final String RULES = "x-kubernetes-validations";
  private static final String FREE = "x-kubernetes-preserve-unknown-fields";
  private static final String NUMBER_OR_TEXT = "x-kubernetes-int-or-string";

  /** A rule is refused where its text may be of any length. */
  private static final int LONGEST_TEXT = 1024;

  private static final int MOST_MEMBERS = 100;

  private final JsonNode chart;
  private final FieldDescriptions descriptions;

  private SpecSchema(JsonNode chart, FieldDescriptions descriptions) {
    this.chart = chart;
    this.descriptions = descriptions;
  }

  private static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  private static SpecSchema read() throws IOException {
    return new SpecSchema(
        JsonMapper.shared().readTree(Chart.folder().resolve("values.schema.json")),
        FieldDescriptions.read());
  }

  /** All sections but those of a vault. */
  static ObjectNode catalog() throws IOException {
    SpecSchema schema = read();
    ObjectNode spec = object().put("type", "object");
    ObjectNode properties = spec.putObject("properties");
    for (Map.Entry<String, JsonNode> section : schema.chart.get("properties").properties()) {
      schema.put(properties, section.getKey(), section.getKey(), section.getValue());
    }
    return patched(spec, "catalog");
  }

  /** What the chart says in {@code vault}, and {@code keys}. */
  static ObjectNode vault() throws IOException {
    SpecSchema schema = read();
    ObjectNode spec = object().put("type", "object");
    ObjectNode properties = spec.putObject("properties");
    for (Map.Entry<String, JsonNode> field :
        schema.chart.at("/properties/vault/properties").properties()) {
      schema.put(properties, field.getKey(), "vault." + field.getKey(), field.getValue());
    }
    schema.put(properties, "keys", "keys", schema.chart.at("/properties/keys"));
    return patched(spec, "vault");
  }

  private static ObjectNode patched(ObjectNode spec, String kind) throws IOException {
    lay(spec, new YAMLMapper().readTree(Deployment.definition(kind)));
    return spec;
  }

  /** Objects are merged, all else is replaced, and null takes away. */
  private static void lay(ObjectNode below, JsonNode above) {
    for (Map.Entry<String, JsonNode> field : above.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        if (below.remove(field.getKey()) == null) {
          throw new IllegalStateException(
              "there is no \"%s\" to take away".formatted(field.getKey()));
        }
      } else if (field.getKey().equals(RULES) && below.has(RULES)) {
        below.withArray(RULES).addAll((ArrayNode) value);
      } else if (value.isObject() && below.path(field.getKey()) instanceof ObjectNode lower) {
        lay(lower, value);
      } else {
        below.set(field.getKey(), value);
      }
    }
  }

  private void put(ObjectNode properties, String name, String path, JsonNode source) {
    ObjectNode field = structural(source, path);
    boolean leaf = !field.has("properties");
    ObjectNode described = object();
    described.put("description", descriptions.of(path, leaf));
    described.setAll(field);
    properties.set(name, described);
  }

  /** A schema without what a structural one may not have. */
  private ObjectNode structural(JsonNode source, String path) {
    JsonNode resolved = resolved(source);
    if (resolved.has("anyOf")) {
      return optional(resolved.get("anyOf"), path);
    }
    ObjectNode target = object();
    JsonNode type = resolved.path("type");
    if (type.isArray()) {
      return target.put(NUMBER_OR_TEXT, true);
    }
    target.put("type", type.asString("string"));
    for (String keyword :
        List.of("enum", "pattern", "minLength", "maxLength", "minimum", "maximum")) {
      if (resolved.has(keyword)) {
        target.set(keyword, resolved.get(keyword));
      }
    }
    if (resolved.has("not")) {
      if (!target.has("maxLength")) {
        target.put("maxLength", LONGEST_TEXT);
      }
      addRule(target, "!" + matches("self", resolved.get("not")), resolved.at("/not/description"));
    }
    switch (target.get("type").asString()) {
      case "object" -> members(resolved, target, path);
      case "array" -> target.set("items", structural(resolved.get("items"), path));
      default -> {}
    }
    return target;
  }

  private JsonNode resolved(JsonNode source) {
    String reference = source.path("$ref").asString("");
    return reference.isEmpty() ? source : chart.at(reference.substring(1));
  }

  /** Nothing, or what the other one allows. */
  private ObjectNode optional(JsonNode choices, String path) {
    if (!choices.at("/0/const").asString("?").isEmpty() || choices.size() != 2) {
      throw new IllegalStateException(path + ": a choice that has no pattern: " + choices);
    }
    ObjectNode target = structural(choices.get(1), path);
    String pattern = target.get("pattern").asString();
    return target.put("pattern", "^(%s)?$".formatted(pattern.substring(1, pattern.length() - 1)));
  }

  private void members(JsonNode source, ObjectNode target, String path) {
    if (source.has("properties")) {
      ObjectNode properties = target.putObject("properties");
      for (Map.Entry<String, JsonNode> field : source.get("properties").properties()) {
        put(properties, field.getKey(), path + "." + field.getKey(), field.getValue());
      }
    } else if (source.path("additionalProperties").isObject()) {
      target.set("additionalProperties", structural(source.get("additionalProperties"), path));
      if (source.has("propertyNames")) {
        JsonNode names = source.get("propertyNames");
        target.put("maxProperties", MOST_MEMBERS);
        addRule(
            target,
            "self.all(name, %s && !%s)"
                .formatted(matches("name", names), matches("name", names.get("not"))),
            names.at("/not/description"));
      }
    } else {
      target.put(FREE, true);
    }
  }

  /** A rule in CEL, whose expressions are those of RE2, as in the patterns of a schema. */
  private static String matches(String variable, JsonNode condition) {
    return condition.has("const")
        ? "(%s == '%s')".formatted(variable, condition.get("const").asString())
        : "%s.matches(r'%s')".formatted(variable, condition.get("pattern").asString());
  }

  private static void addRule(ObjectNode target, String rule, JsonNode message) {
    target.withArray(RULES).addObject().put("rule", rule).put("message", message.asString());
  }
}
