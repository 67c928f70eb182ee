package org.nessiebackup.cli.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.nessiebackup.BackupException;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.text.Redaction;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One table of a file of settings, with those for single commands in it.
 *
 * @param file the file
 * @param path the tables above its settings; none for those at the top
 * @param table the settings
 */
record SettingsLayer(SettingsFile file, List<String> path, ObjectNode table) {
  private static final Pattern VARIABLE = Pattern.compile("\\$?\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final Redaction SECRETS = Redaction.of(Map.of(), List.of());

  /** Copies the path. */
  SettingsLayer {
    path = List.copyOf(path);
  }

  /** How commands are called in it. */
  static String key(String command) {
    return command.replace(' ', '-');
  }

  /** What it says of an option; an empty text says that nothing is wanted. */
  Optional<OptionValue> find(OptionSpec option, Invocation invocation) {
    return names(option).flatMap(each -> value(option, each, invocation).stream()).findFirst();
  }

  /** How an option may be called in it, what wins first. */
  private static Stream<List<String>> names(OptionSpec option) {
    String command = key(SettingNames.command(option.command()));
    return SettingNames.longNames(option)
        .map(name -> name.substring(2))
        .flatMap(
            name ->
                Stream.concat(
                    Stream.of(SettingsFile.below(List.of(command), name)),
                    SettingNames.isNamedByCommand(option)
                        ? Stream.empty()
                        : Stream.of(List.of(name))));
  }

  /** An error in what it says of an option; empty if it says nothing of it. */
  Optional<BackupException> error(OptionSpec option, String what, String hint) {
    return names(option)
        .filter(each -> !node(each).isMissingNode())
        .findFirst()
        .map(each -> file.error(SettingsFile.below(path, each.toArray(String[]::new)), what, hint));
  }

  private JsonNode node(List<String> names) {
    JsonNode node = table;
    for (String name : names) {
      node = node.path(name);
    }
    return node;
  }

  private Optional<OptionValue> value(
      OptionSpec option, List<String> names, Invocation invocation) {
    JsonNode node = node(names);
    if (node.isMissingNode() || node.isObject()) {
      return Optional.empty();
    }
    List<String> setting = SettingsFile.below(path, names.toArray(String[]::new));
    if (node.isArray() && !option.isMultiValue()) {
      throw file.error(
          setting, "\"%s\" is a list".formatted(names.getLast()), "It takes one value only.");
    }
    OptionValue found =
        new OptionValue(text(node, setting, invocation), place(names), "", source());
    return Optional.of(
        names.size() == 1 ? found : found.of(SettingNames.command(option.command())));
  }

  /** Several values are lines, as in a variable. */
  private String text(JsonNode node, List<String> setting, Invocation invocation) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .map(each -> expanded(each.asString(""), setting, invocation))
            .collect(Collectors.joining("\n"))
        : expanded(node.asString(""), setting, invocation);
  }

  private String expanded(String text, List<String> setting, Invocation invocation) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              String name = found.group(1);
              if (found.group().startsWith("$$")) {
                return Matcher.quoteReplacement(found.group().substring(1));
              }
              return Matcher.quoteReplacement(
                  invocation
                      .variable(name)
                      .orElseThrow(
                          () ->
                              file.error(
                                  setting,
                                  "the variable %s of \"%s\" is not set"
                                      .formatted(name, setting.getLast()),
                                  "Set it, or write $${%s} if no variable is meant."
                                      .formatted(name))));
            });
  }

  private OptionValue.Source source() {
    if (path.isEmpty()) {
      return OptionValue.Source.FILE;
    }
    return path.getFirst().equals(SettingsFile.PROFILES)
        ? OptionValue.Source.PROFILE
        : OptionValue.Source.CATALOG;
  }

  private String place(List<String> names) {
    List<String> tables = SettingsFile.below(path, names.toArray(String[]::new));
    String above = String.join(".", tables.subList(0, tables.size() - 1));
    return file.path() + (above.isEmpty() ? "" : " [" + above + "]");
  }

  /** Adds what it says, and nobody before it, by the names that variables would have. */
  void addTo(Map<String, String> written) {
    for (Map.Entry<String, JsonNode> each : table.properties()) {
      if (each.getValue().isString()) {
        written.putIfAbsent(SettingNames.variable(each.getKey()), each.getValue().asString());
      }
    }
  }

  /** Whether a secret is written into it: itself, and not as a variable. */
  static boolean holdsSecret(String text) {
    String literal = VARIABLE.matcher(text).replaceAll("").replace(":@", "@");
    return !SECRETS.hidden(literal).equals(literal);
  }

  /** The same without the settings into which secrets are written. */
  SettingsLayer withoutSecrets() {
    return new SettingsLayer(file, path, withoutSecrets(table));
  }

  private static ObjectNode withoutSecrets(ObjectNode table) {
    ObjectNode left = table.objectNode();
    for (Map.Entry<String, JsonNode> each : table.properties()) {
      switch (each.getValue()) {
        case ObjectNode below -> left.set(each.getKey(), withoutSecrets(below));
        case JsonNode value -> {
          // As if nobody had written the others.
          if (!isSecret(value)) {
            left.set(each.getKey(), value);
          }
        }
      }
    }
    return left;
  }

  /** A list is one setting. */
  private static boolean isSecret(JsonNode value) {
    return value instanceof ArrayNode values
        ? values.valueStream().anyMatch(SettingsLayer::holdsSecret)
        : holdsSecret(value);
  }

  private static boolean holdsSecret(JsonNode value) {
    return holdsSecret(value.asString(""));
  }
}
