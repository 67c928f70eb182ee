package org.nessiebackup.cli.settings;

import java.util.List;
import java.util.Locale;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * A text in TOML, and what it says.
 *
 * @param text the text
 * @param content what it says
 */
record TomlText(String text, ObjectNode content) {
  /**
   * Reads it.
   *
   * @param name what to call it in messages, which repeat nothing of it
   * @throws BackupException {@link Failure#USAGE} if it is no TOML, with the line
   */
  static TomlText parse(String text, String name) {
    try {
      return new TomlText(text, tree(text));
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw Failure.USAGE.exception(
          "the settings in %s are no TOML%s: %s"
              .formatted(
                  name,
                  line < 1 ? "" : " near line " + line,
                  e.getOriginalMessage().toLowerCase(Locale.ROOT)),
          "Each line looks like: jobs = 4, or: vault = \"/backup/nessie\"; `nessie-backup config"
              + " example` prints a whole file.",
          e);
    }
  }

  private static ObjectNode tree(String text) {
    return (ObjectNode) new TomlMapper().readTree(text);
  }

  /**
   * The line that says something: the first with which the text up to there has it. The parser
   * keeps no lines, and they are wanted for errors only.
   */
  int line(List<String> path) {
    StringBuilder read = new StringBuilder();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      read.append(line).append('\n');
      if (has(read.toString(), path)) {
        return number;
      }
    }
    return number;
  }

  private static boolean has(String text, List<String> path) {
    try {
      JsonNode node = tree(text);
      for (String name : path) {
        node = node.path(name);
      }
      return !node.isMissingNode();
    } catch (JacksonException e) {
      // A value of several lines is not complete yet.
      return false;
    }
  }
}
