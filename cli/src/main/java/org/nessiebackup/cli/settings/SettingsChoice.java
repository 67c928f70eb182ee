package org.nessiebackup.cli.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.NearMatches;
import org.nessiebackup.cli.console.Invocation;

/**
 * Which settings that are written down hold for a run.
 *
 * @param file the only file; {@code off} for none; without it that of the user, then that of the
 *     machine
 * @param profile the profile, if one is named
 * @param catalog the catalog, if one is named
 */
public record SettingsChoice(
    Optional<String> file, Optional<String> profile, Optional<String> catalog) {
  private static final String OFF = "off";
  private static final String NAME = "config.toml";
  static final Path OF_THE_MACHINE = Path.of("/etc", Invocation.FOLDER, NAME);

  /** Where files are looked for, the one that wins first. */
  List<Path> places(Invocation invocation) {
    return file.isPresent()
        ? file.stream().filter(name -> !name.equals(OFF)).map(Path::of).toList()
        : Stream.concat(
                invocation.configuration().map(folder -> folder.resolve(NAME)).stream(),
                Stream.of(OF_THE_MACHINE))
            .toList();
  }

  /**
   * Reads the files that are there.
   *
   * @throws BackupException {@link Failure#USAGE} if one that is named is not there, or one is
   *     wrong
   */
  List<SettingsFile> read(Invocation invocation) {
    List<SettingsFile> files = new ArrayList<>();
    for (Path place : places(invocation)) {
      boolean needed = file.isPresent() || !place.equals(OF_THE_MACHINE);
      if (file.isPresent() || (isThere(place) && (needed || Files.isReadable(place)))) {
        files.add(SettingsFile.read(place));
      }
    }
    return files;
  }

  /** One that may not be seen counts as there: it would be wrong to go on as if it were not. */
  private static boolean isThere(Path place) {
    return Files.exists(place) || !Files.notExists(place);
  }

  /** Whether the machine has settings that this user may not read: they are for others. */
  boolean passesOver(Invocation invocation) {
    return places(invocation).contains(OF_THE_MACHINE)
        && file.isEmpty()
        && isThere(OF_THE_MACHINE)
        && !Files.isReadable(OF_THE_MACHINE);
  }

  /**
   * What they say, what wins first.
   *
   * @throws BackupException {@link Failure#USAGE} if there is no such profile or catalog
   */
  List<SettingsLayer> layers(List<SettingsFile> files) {
    List<SettingsLayer> layers = new ArrayList<>();
    profile.ifPresent(name -> layers.addAll(named(SettingsFile.PROFILES, name, files)));
    catalog.ifPresent(name -> layers.addAll(named(SettingsFile.CATALOGS, name, files)));
    files.forEach(each -> layers.add(new SettingsLayer(each, List.of(), each.content())));
    return layers;
  }

  private static List<SettingsLayer> named(String kind, String name, List<SettingsFile> files) {
    List<SettingsLayer> found = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    for (SettingsFile each : files) {
      known.addAll(each.names(kind));
      each.table(kind, name)
          .ifPresent(table -> found.add(new SettingsLayer(each, List.of(kind, name), table)));
    }
    if (found.isEmpty()) {
      throw Failure.USAGE.exception(
          "there is no table [%s.%s] in the settings".formatted(kind, name),
          known.isEmpty()
              ? "There is no settings file that has %s; `nessie-backup config show` says where they"
                      .formatted(kind)
                  + " are looked for."
              : "There is %s.".formatted(String.join(", ", known))
                  + NearMatches.question(name, known));
    }
    return found;
  }
}
