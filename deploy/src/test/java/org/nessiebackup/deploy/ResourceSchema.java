package org.nessiebackup.deploy;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas of our kinds, in the hands of a validator of JSON Schema. A field that is not known
 * is refused, as by a server that is asked for strict validation; rules in CEL are not looked at.
 */
final class ResourceSchema {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private ResourceSchema() {}

  /** What is wrong with a resource, if anything is. */
  static List<String> violations(JsonNode resource) throws IOException {
    JsonNode definition = ResourceDefinitions.read().get(resource.path("kind").asString());
    if (definition == null) {
      return List.of("the kind \"%s\" is not ours".formatted(resource.path("kind").asString()));
    }
    String version =
        definition.at("/spec/group").asString()
            + "/"
            + definition.at("/spec/versions/0/name").asString();
    if (!resource.path("apiVersion").asString().equals(version)) {
      return List.of("its version is \"%s\"".formatted(version));
    }
    ObjectNode schema = (ObjectNode) ResourceDefinitions.schema(definition).deepCopy();
    ObjectNode properties = (ObjectNode) schema.get("properties");
    for (String field : List.of("apiVersion", "kind", "metadata")) {
      properties.putObject(field);
    }
    close(schema);
    return REGISTRY.getSchema(schema).validate(resource).stream().map(Error::toString).toList();
  }

  private static void close(JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean(false)) {
      ((ObjectNode) schema)
          .set("type", JsonMapper.shared().createArrayNode().add("integer").add("string"));
    }
    if (schema.has("properties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      close(field.getValue());
    }
    for (String inner : List.of("items", "additionalProperties")) {
      if (schema.path(inner).isObject()) {
        close(schema.get(inner));
      }
    }
  }
}
