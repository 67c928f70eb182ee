package org.nessiebackup.deploy;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What the fields of our kinds mean: what the chart says of its values; where that is not true of a
 * resource, or nothing, what {@code crds/descriptions.yaml} says, by the whole path or by the last
 * name of it. The default is put behind, for nothing fills it in.
 */
final class FieldDescriptions {
  private final Map<String, String> comments;
  private final JsonNode ours;
  private final JsonNode values;

  private FieldDescriptions(Map<String, String> comments, JsonNode ours, JsonNode values) {
    this.comments = comments;
    this.ours = ours;
    this.values = values;
  }

  static FieldDescriptions read() throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    Map<String, String> comments =
        ChartValues.read().stream()
            .filter(each -> !each.comment().isEmpty())
            .collect(Collectors.toMap(ChartValues.Value::path, ChartValues.Value::comment));
    return new FieldDescriptions(
        comments,
        yaml.readTree(Deployment.definition("descriptions")),
        yaml.readTree(ChartValues.file()));
  }

  /**
   * Of one field.
   *
   * @param path as the chart has it, such as {@code database.host}
   * @param leaf whether there is a default of its own
   */
  String of(String path, boolean leaf) {
    String text =
        text("paths", path)
            .or(() -> Optional.ofNullable(comments.get(path)))
            .or(() -> text("names", path.substring(path.lastIndexOf('.') + 1)))
            .orElse("");
    return leaf ? text + fallback(path) : text;
  }

  private Optional<String> text(String section, String key) {
    return Optional.of(ours.path(section).path(key).asString(""))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private String fallback(String path) {
    JsonNode value = values.at("/" + path.replace('.', '/'));
    boolean empty = value.isContainer() ? value.isEmpty() : value.asString("").isEmpty();
    boolean said =
        ours.path("without-default").valueStream().anyMatch(each -> each.asString().equals(path));
    return empty || said
        ? ""
        : " Default: %s.".formatted(value.isString() ? value.asString() : value);
  }
}
