package org.nessiebackup.acceptance.forged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nessiebackup.acceptance.CommandRunner;

/** A vault in a folder, whose files are put back after each forgery. */
final class ForgedVault {
  private final Path folder;
  private final CommandRunner commands;
  private final Map<Path, byte[]> good;

  /** Takes the vault as it is now for the good one. */
  ForgedVault(Path folder, CommandRunner commands) {
    this.folder = folder;
    this.commands = commands.withVault(folder);
    this.good = contents();
  }

  CommandRunner commands() {
    return commands;
  }

  /** The names of objects that begin and end so, in order. */
  List<String> names(String beginning, String end) {
    return good.keySet().stream()
        .map(file -> folder.relativize(file).toString())
        .filter(name -> name.startsWith(beginning) && name.endsWith(end))
        .sorted()
        .toList();
  }

  /** The ids of the backups, oldest first. */
  List<String> backups() {
    return names("backups/", "/manifest.json").stream()
        .map(name -> Path.of(name).getName(1).toString())
        .toList();
  }

  byte[] read(String name) {
    return good.get(folder.resolve(name)).clone();
  }

  /** Puts bytes in the place of an object, or adds one. */
  void put(String name, byte[] bytes) {
    try {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(String name) {
    try {
      Files.delete(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts everything back as it was. */
  void heal() {
    Map<Path, byte[]> now = contents();
    now.keySet().stream().filter(file -> !good.containsKey(file)).forEach(ForgedVault::delete);
    good.forEach(
        (file, bytes) -> {
          if (!java.util.Arrays.equals(bytes, now.get(file))) {
            put(folder.relativize(file).toString(), bytes);
          }
        });
  }

  /** Fails if the commands have changed anything but added records of their own. */
  void assertOnlyForged(String... forged) {
    Map<Path, byte[]> now = contents();
    for (String name : forged) {
      now.remove(folder.resolve(name));
    }
    now.keySet().removeIf(file -> folder.relativize(file).startsWith("checks"));
    assertThat(good.keySet()).containsAll(now.keySet());
    now.forEach((file, bytes) -> assertThat(bytes).as(file.toString()).isEqualTo(good.get(file)));
  }

  private Map<Path, byte[]> contents() {
    Map<Path, byte[]> files = new HashMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file :
          walk.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList()) {
        files.put(file, Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
