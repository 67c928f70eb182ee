package org.nessiebackup.kubernetes.check;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Secret;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.JsonNode;

/**
 * Works out what a container's environment is, as a kubelet does when it starts one. Of Secrets it
 * reads no more than says where a database is and how to log in.
 */
final class Environments {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_.-]*)\\)");

  /** Of variables, those that a Secret may be read for. */
  private static final Pattern PLACE =
      Pattern.compile(
          "(POSTGRES|PG|QUARKUS_DATASOURCE|NESSIE_BACKUP_(JDBC|USER|PASSWORD|VAULT)).*");

  private static final Pattern PASSWORD_FILE = Pattern.compile(".*PASSWORD_FILE");

  private final ClusterObjects objects;
  private final boolean secrets;
  private final Map<String, Map<String, Secret>> known = new HashMap<>();

  private Environments(ClusterObjects objects, boolean secrets) {
    this.objects = objects;
    this.secrets = secrets;
  }

  /** With what Secrets say. */
  static Environments withSecrets(ClusterObjects objects) {
    return new Environments(objects, true);
  }

  /** As if all Secrets were empty; so nobody needs to be allowed to read them. */
  static Environments withoutSecrets(ClusterObjects objects) {
    return new Environments(objects, false);
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
      whole(ObjectKind.CONFIG_MAP, from.at("/configMapRef/name"))
          .forEach((key, value) -> variables.put(prefix + key, value));
      whole(ObjectKind.SECRET, from.at("/secretRef/name"))
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
    Optional<Secret> secret =
        PLACE.matcher(variable.path("name").asString("")).matches()
            ? one(ObjectKind.SECRET, from.path("secretKeyRef"))
            : Optional.empty();
    return secret.or(() -> one(ObjectKind.CONFIG_MAP, from.path("configMapKeyRef")));
  }

  /** {@code $(NAME)} means what came before. */
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

  private Optional<Secret> one(ObjectKind kind, JsonNode reference) {
    return Optional.ofNullable(
        whole(kind, reference.path("name")).get(reference.path("key").asString("")));
  }

  private Map<String, Secret> whole(ObjectKind kind, JsonNode name) {
    return ObjectFields.text(name).map(text -> read(kind, text)).orElse(Map.of());
  }

  /** Those with a password that a variable names, and those named as Nessie's settings are. */
  private Map<String, Secret> files(
      PodTemplate template, JsonNode container, Map<String, Secret> variables) {
    Set<String> wanted =
        variables.entrySet().stream()
            .filter(variable -> PASSWORD_FILE.matcher(variable.getKey()).matches())
            .map(variable -> variable.getValue().value())
            .collect(Collectors.toSet());
    Map<String, Secret> files = new TreeMap<>();
    for (PodTemplate.Mounted mounted : template.files(container)) {
      Optional<String> key = mounted.source().key();
      if (key.isEmpty()) {
        wanted.stream()
            .filter(path -> path.startsWith(mounted.path()))
            .forEach(path -> put(files, path, mounted, path.substring(mounted.path().length())));
        settings(files, mounted.path() + NessieEnvironment.FILE, mounted, NessieEnvironment.FILE);
      } else {
        if (wanted.contains(mounted.path())) {
          put(files, mounted.path(), mounted, key.get());
        }
        settings(files, mounted.path(), mounted, key.get());
      }
    }
    return files;
  }

  private void settings(
      Map<String, Secret> files, String path, PodTemplate.Mounted mounted, String key) {
    if (mounted.source().kind() == ObjectKind.CONFIG_MAP
        && path.endsWith("/" + NessieEnvironment.FILE)) {
      put(files, path, mounted, key);
    }
  }

  private void put(
      Map<String, Secret> files, String path, PodTemplate.Mounted mounted, String key) {
    Optional.ofNullable(read(mounted.source().kind(), mounted.source().name()).get(key))
        .ifPresent(content -> files.put(path, content));
  }

  /** Values by key; empty if there is no such object. */
  private Map<String, Secret> read(ObjectKind kind, String name) {
    if (kind == ObjectKind.SECRET && !secrets) {
      return Map.of();
    }
    return known.computeIfAbsent(
        kind + "/" + name,
        ignored -> objects.get(kind, name).map(o -> values(kind, o)).orElse(Map.of()));
  }

  private static Map<String, Secret> values(ObjectKind kind, JsonNode object) {
    Map<String, Secret> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.path("data").properties()) {
      String text = entry.getValue().asString("");
      values.put(entry.getKey(), new Secret(kind == ObjectKind.SECRET ? decode(text) : text));
    }
    return values;
  }

  private static String decode(String base64) {
    return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
