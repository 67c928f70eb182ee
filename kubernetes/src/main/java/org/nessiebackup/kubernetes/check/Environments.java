package org.nessiebackup.kubernetes.check;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Secret;
import org.nessiebackup.kubernetes.ClusterObject;
import org.nessiebackup.kubernetes.ClusterObjects;
import tools.jackson.databind.JsonNode;

/** Works out what a container's environment is, as a kubelet does when it starts one. */
final class Environments {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_.-]*)\\)");

  private final ClusterObjects objects;
  private final Map<String, Map<String, Secret>> known = new HashMap<>();

  Environments(ClusterObjects objects) {
    this.objects = objects;
  }

  /**
   * What it is.
   *
   * @throws BackupException with {@link org.nessiebackup.Failure#PERMISSION} if a Secret or
   *     ConfigMap may not be read
   */
  JobEnvironment of(PodTemplate template, JsonNode container) {
    Map<String, Secret> variables = new TreeMap<>();
    for (JsonNode from : container.path("envFrom")) {
      String prefix = from.path("prefix").asString("");
      whole(ClusterObject.CONFIG_MAP, from.at("/configMapRef/name"))
          .forEach((key, value) -> variables.put(prefix + key, value));
      whole(ClusterObject.SECRET, from.at("/secretRef/name"))
          .forEach((key, value) -> variables.put(prefix + key, value));
    }
    for (JsonNode variable : container.path("env")) {
      value(variable, variables)
          .ifPresent(value -> variables.put(variable.path("name").asString(""), value));
    }
    arguments(container, variables);
    return new JobEnvironment(variables, files(template, container, variables));
  }

  /** An option of our program is the same as its variable, and wins. */
  private static void arguments(JsonNode container, Map<String, Secret> variables) {
    String option = "";
    for (String field : List.of("command", "args")) {
      for (JsonNode node : container.path(field)) {
        String argument = node.asString("");
        int equals = argument.indexOf('=');
        if (argument.startsWith("--") && equals > 0) {
          variables.put(
              variableOf(argument.substring(0, equals)),
              new Secret(expand(argument.substring(equals + 1), variables)));
          option = "";
        } else if (argument.startsWith("--")) {
          option = argument;
        } else if (!option.isEmpty()) {
          variables.put(variableOf(option), new Secret(expand(argument, variables)));
          option = "";
        }
      }
    }
  }

  private static String variableOf(String option) {
    return "NESSIE_BACKUP_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private Optional<Secret> value(JsonNode variable, Map<String, Secret> before) {
    if (variable.has("value")) {
      return Optional.of(new Secret(expand(variable.path("value").asString(""), before)));
    }
    JsonNode from = variable.path("valueFrom");
    return one(ClusterObject.SECRET, from.path("secretKeyRef"))
        .or(() -> one(ClusterObject.CONFIG_MAP, from.path("configMapKeyRef")));
  }

  /** {@code $(NAME)} stands for what came before. */
  private static String expand(String text, Map<String, Secret> before) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    Optional.ofNullable(before.get(found.group(1)))
                        .map(Secret::value)
                        .orElse(found.group())));
  }

  private Optional<Secret> one(ClusterObject kind, JsonNode reference) {
    return Optional.ofNullable(
        whole(kind, reference.path("name")).get(reference.path("key").asString("")));
  }

  private Map<String, Secret> whole(ClusterObject kind, JsonNode name) {
    return PodTemplate.text(name).map(text -> read(kind, text)).orElse(Map.of());
  }

  /** Those that variables name, and those named as Nessie's settings are. */
  private Map<String, Secret> files(
      PodTemplate template, JsonNode container, Map<String, Secret> variables) {
    Map<String, Secret> files = new TreeMap<>();
    template
        .files(container)
        .forEach(
            (path, reference) -> {
              if (reference.key().isEmpty()) {
                variables.values().stream()
                    .map(Secret::value)
                    .filter(value -> value.startsWith(path))
                    .forEach(value -> put(files, value, reference, value.substring(path.length())));
                if (reference.kind() == ClusterObject.CONFIG_MAP) {
                  put(files, path + NessieSettings.FILE, reference, NessieSettings.FILE);
                }
              } else if (path.endsWith("/" + NessieSettings.FILE)
                  || variables.values().stream().anyMatch(v -> v.value().equals(path))) {
                put(files, path, reference, reference.key().get());
              }
            });
    return files;
  }

  private void put(Map<String, Secret> files, String path, KeyReference from, String key) {
    Optional.ofNullable(read(from.kind(), from.name()).get(key))
        .ifPresent(content -> files.put(path, content));
  }

  /** Values by key; empty if there is no such object. */
  private Map<String, Secret> read(ClusterObject kind, String name) {
    return known.computeIfAbsent(
        kind + "/" + name,
        ignored -> objects.get(kind, name).map(o -> values(kind, o)).orElse(Map.of()));
  }

  private static Map<String, Secret> values(ClusterObject kind, JsonNode object) {
    Map<String, Secret> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.path("data").properties()) {
      String text = entry.getValue().asString("");
      values.put(entry.getKey(), new Secret(kind == ClusterObject.SECRET ? decode(text) : text));
    }
    return values;
  }

  private static String decode(String base64) {
    return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
