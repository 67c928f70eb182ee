package org.nessiebackup.service.testing;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The description of the API, which answers are held against. It allows members that it does not
 * know, as those who read answers have to; here none may be missing in it, so none is allowed.
 */
public final class OpenApi {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode document;
  private final ObjectNode strict;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private OpenApi(String text) {
    this.document = new YAMLMapper().readTree(text);
    this.strict = (ObjectNode) document.get("components").get("schemas").deepCopy();
    close(strict);
  }

  /** That of a text, such as a service answers. */
  public static OpenApi of(String text) {
    return new OpenApi(text);
  }

  /** The validator looks for definitions where a schema has them, and not where a description. */
  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("$ref").isString()) {
      object.put(
          "$ref", object.get("$ref").asString().replace("#/components/schemas/", "#/$defs/"));
    }
    if (node instanceof ObjectNode object) {
      object.remove("x-role");
    }
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(OpenApi::close);
  }

  /** All operations, by {@code GET /path}. */
  public Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new LinkedHashMap<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
    return operations;
  }

  /** All schemas, by their names. */
  public Map<String, JsonNode> schemas() {
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    document
        .get("components")
        .get("schemas")
        .properties()
        .forEach(each -> schemas.put(each.getKey(), each.getValue()));
    return schemas;
  }

  /** A schema by its name. */
  public JsonNode schema(String name) {
    return document.get("components").get("schemas").get(name);
  }

  /**
   * What is wrong with an answer: its status, its type, its content; nothing if all is well.
   *
   * @param operation such as {@code GET /path}
   */
  public List<String> faults(String operation, int status, String type, String body) {
    JsonNode responses = operations().get(operation).get("responses");
    JsonNode response = responses.has("" + status) ? responses.get("" + status) : null;
    if (response == null) {
      if (status < 400) {
        return List.of("no answer %d of %s is described".formatted(status, operation));
      }
      response = responses.get("default");
    }
    if (response.has("$ref")) {
      response = document.at(response.get("$ref").asString().substring(1));
    }
    if (!response.has("content")) {
      return body.isEmpty() ? List.of() : List.of("no body is described");
    }
    JsonNode content = response.get("content").get(type.replaceFirst(";.*", ""));
    if (content == null) {
      return List.of("the type \"%s\" is not described".formatted(type));
    }
    if (!type.equals("application/json")) {
      return List.of();
    }
    return faults(
        content.get("schema").get("$ref").asString().replaceFirst(".*/", ""),
        JsonMapper.shared().readTree(body));
  }

  /** What is wrong with a document of a schema. */
  public List<String> faults(String schema, JsonNode document) {
    return schemas.computeIfAbsent(schema, this::compiled).validate(document).stream()
        .map(Error::toString)
        .toList();
  }

  private Schema compiled(String name) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$ref", "#/$defs/" + name);
    root.set("$defs", strict);
    return REGISTRY.getSchema(root);
  }

  /** A document with all that a schema describes. */
  public JsonNode sample(String name) {
    return sample(schema(name));
  }

  private JsonNode sample(JsonNode schema) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (schema.has("$ref")) {
      return sample(schema.get("$ref").asString().replaceFirst(".*/", ""));
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.has("anyOf")) {
      return sample(schema.get("anyOf").get(0));
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(0);
    }
    return switch (schema.path("type").asString("")) {
      case "object" -> {
        ObjectNode object = make.objectNode();
        schema
            .path("properties")
            .properties()
            .forEach(each -> object.set(each.getKey(), sample(each.getValue())));
        yield object;
      }
      case "array" -> make.arrayNode().add(sample(schema.get("items")));
      case "string" -> make.stringNode("text");
      case "boolean" -> make.booleanNode(true);
      default -> make.numberNode(1);
    };
  }
}
