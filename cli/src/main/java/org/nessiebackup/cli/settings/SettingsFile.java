package org.nessiebackup.cli.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.FileErrors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of settings: some for all commands, some for one, and the same again for each profile and
 * each catalog.
 *
 * @param path where it is
 * @param toml what it says
 */
public record SettingsFile(Path path, TomlText toml) {
  /** Whoever runs regularly chooses settings as a whole by such a name. */
  public static final String PROFILES = "profiles";

  /** A catalog with its vault; whoever serves all of them goes through these. */
  public static final String CATALOGS = "catalogs";

  private static final int LONGEST = 64 * 1024;
  private static final Set<PosixFilePermission> WRITING_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  /**
   * Reads it.
   *
   * @throws BackupException {@link Failure#USAGE} if it cannot be read, others may write to it, or
   *     it is no TOML
   */
  static SettingsFile read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw Failure.USAGE.exception(
            "the settings in \"%s\" are longer than 64 KiB".formatted(path),
            "Is that the file that is meant?");
      }
      refuseIfOthersWrite(path);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return new SettingsFile(path, TomlText.parse(text, "\"%s\"".formatted(path)));
    } catch (IOException e) {
      throw Failure.USAGE.exception(
          "cannot read the settings in \"%s\": %s".formatted(path, FileErrors.reason(e, path)),
          "Check the path, and who may read the file.",
          e);
    }
  }

  /** A command to be run may stand in it. */
  private static void refuseIfOthersWrite(Path path) throws IOException {
    try {
      if (!Collections.disjoint(Files.getPosixFilePermissions(path), WRITING_OTHERS)) {
        throw Failure.USAGE.exception(
            "others than its owner may write to the settings in \"%s\"".formatted(path),
            "Whoever writes there decides what is run here: chmod go-w \"%s\"".formatted(path));
      }
    } catch (UnsupportedOperationException e) {
      // A file system that knows no permissions.
      return;
    }
  }

  /** What it says. */
  public ObjectNode content() {
    return toml.content();
  }

  /** The names of its profiles or catalogs, in order. */
  public List<String> names(String kind) {
    return List.copyOf(content().path(kind).propertyNames());
  }

  /** The table with this name. */
  Optional<ObjectNode> table(String kind, String name) {
    JsonNode table = content().path(kind).path(name);
    return table instanceof ObjectNode found ? Optional.of(found) : Optional.empty();
  }

  /**
   * An error in it.
   *
   * @param what what is wrong, as a sentence about a setting
   * @param setting the tables above it and its name
   */
  public BackupException error(List<String> setting, String what, String hint) {
    return Failure.USAGE.exception(
        "%s, in line %d of \"%s\"".formatted(what, toml.line(setting), path), hint);
  }

  static List<String> below(List<String> table, String... names) {
    List<String> path = new ArrayList<>(table);
    path.addAll(List.of(names));
    return path;
  }
}
