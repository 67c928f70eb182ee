package org.nessiebackup.deploy;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One object, as Helm has rendered it.
 *
 * @param source the template it comes from, without a folder
 * @param text the YAML, comments included
 * @param content what it says
 */
record Manifest(String source, String text, JsonNode content) {
  private static final YAMLMapper YAML = new YAMLMapper();

  static Manifest of(String source, String text) {
    return new Manifest(source, text, YAML.readTree(text));
  }

  String kind() {
    return content.get("kind").asString();
  }

  /** The name; that of a Job which gets its own when it is created is only a beginning. */
  String name() {
    JsonNode metadata = content.get("metadata");
    return metadata.has("name")
        ? metadata.get("name").asString()
        : metadata.get("generateName").asString();
  }

  /** The pod that a Job or a CronJob makes. */
  Optional<JsonNode> pod() {
    return switch (kind()) {
      case "CronJob" -> Optional.of(content.at("/spec/jobTemplate/spec/template"));
      case "Job", "Deployment" -> Optional.of(content.at("/spec/template"));
      case "Pod" -> Optional.of(content);
      default -> Optional.empty();
    };
  }

  /** The kind of job, by its label. */
  String component() {
    return content.at("/metadata/labels").path("app.kubernetes.io/component").asString("");
  }

  @Override
  public String toString() {
    return "%s \"%s\"".formatted(kind(), name());
  }
}
