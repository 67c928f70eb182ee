package org.nessiebackup.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.NearMatches;
import org.nessiebackup.cli.settings.Settings;
import org.nessiebackup.cli.settings.SettingsFile;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds files of settings against the options that there are.
 *
 * @param tree whose options they set
 * @param settings the settings of a run
 */
public record SettingsCheck(CommandTree tree, Settings settings) {
  private static final List<String> GROUPS = List.of(SettingsFile.PROFILES, SettingsFile.CATALOGS);

  /** Whether a command has to do with a catalog or a vault, so that its settings matter. */
  public static boolean isNeeded(CommandLine command) {
    return Stream.of("--vault", "--jdbc-url")
        .anyMatch(command.getCommandSpec().optionsMap()::containsKey);
  }

  /**
   * Refuses files that are wrong, for a command that needs them.
   *
   * @throws BackupException {@link Failure#USAGE} naming file, line and setting
   */
  public void refuse(ParseResult parsed) {
    ParseResult last = parsed;
    boolean helped = last.isUsageHelpRequested();
    while (last.hasSubcommand()) {
      last = last.subcommand();
      helped |= last.isUsageHelpRequested();
    }
    if (!helped && isNeeded(last.commandSpec().commandLine())) {
      refuse();
    }
  }

  /** The same for whatever runs. */
  public void refuse() {
    settings
        .fault()
        .ifPresent(
            fault -> {
              throw fault;
            });
    if (!settings.files().isEmpty()) {
      KnownSettings known = new KnownSettings(tree);
      settings.files().forEach(file -> new Reading(file, known).top());
    }
  }

  /** A file, while it is looked through. */
  private record Reading(SettingsFile file, KnownSettings known) {
    void top() {
      for (Map.Entry<String, JsonNode> each : file.content().properties()) {
        if (GROUPS.contains(each.getKey())) {
          group(each.getKey(), each.getValue());
        } else {
          entry(List.of(), each.getKey(), each.getValue());
        }
      }
    }

    private void group(String kind, JsonNode tables) {
      if (!tables.isObject()) {
        throw file.error(
            List.of(kind),
            "\"%s\" is no table".formatted(kind),
            "It looks like [%s.NAME], with settings below.".formatted(kind));
      }
      for (Map.Entry<String, JsonNode> each : tables.properties()) {
        if (!each.getValue().isObject()) {
          throw file.error(
              List.of(kind, each.getKey()),
              "\"%s\" stands in [%s] itself".formatted(each.getKey(), kind),
              "Settings stand below a name: [%s.NAME].".formatted(kind));
        }
        for (Map.Entry<String, JsonNode> setting : each.getValue().properties()) {
          entry(List.of(kind, each.getKey()), setting.getKey(), setting.getValue());
        }
      }
    }

    private void entry(List<String> above, String name, JsonNode value) {
      if (value instanceof ObjectNode table) {
        if (!known.commands().contains(name)) {
          throw unknown(above, name, "command", known.commands());
        }
        table
            .properties()
            .forEach(
                each -> setting(with(above, name), each.getKey(), each.getValue(), known.of(name)));
      } else {
        setting(above, name, value, known.shared(name));
      }
    }

    private void setting(
        List<String> above, String name, JsonNode value, KnownSettings.Names names) {
      if (!names.all().contains(name)) {
        throw names
            .elsewhere(name)
            .map(
                hint ->
                    file.error(
                        with(above, name), "\"%s\" is no setting here".formatted(name), hint))
            .orElseGet(() -> unknown(above, name, "setting", names.all()));
      }
      if (value.isObject()) {
        throw file.error(
            with(above, name), "\"%s\" is a table".formatted(name), "It takes a value.");
      }
      if (value.isArray() && value.valueStream().anyMatch(JsonNode::isContainer)) {
        throw file.error(
            with(above, name),
            "\"%s\" is a list of lists or tables".formatted(name),
            "It takes a list of values.");
      }
      (value.isArray() ? value.valueStream() : Stream.of(value))
          .forEach(each -> refuseSecret(above, name, each.asString("")));
    }

    private void refuseSecret(List<String> above, String name, String text) {
      if (Settings.holdsSecret(text)) {
        throw file.error(
            with(above, name),
            "what \"%s\" says holds a secret".formatted(name),
            "Secrets are not written into settings. Name a file, with \"%s-file\" or the like, or a"
                    .formatted(name)
                + " variable: ${NAME}.");
      }
    }

    private BackupException unknown(
        List<String> above, String name, String what, List<String> names) {
      Optional<String> secret =
          Optional.of("A password is not written into settings: \"password-file\" names its file.")
              .filter(hint -> name.matches(".*(password|passphrase|secret|token)"));
      return file.error(
          with(above, name),
          "\"%s\" is no %s".formatted(name, what),
          secret.orElseGet(
              () ->
                  "`nessie-backup config example` shows what there is."
                      + NearMatches.question(name, names)));
    }

    private static List<String> with(List<String> above, String name) {
      List<String> path = new ArrayList<>(above);
      path.add(name);
      return path;
    }
  }
}
