package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The PostgreSQL programs of the machine. */
final class Programs {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  private Programs() {}

  /** The folder of the newest server's programs. */
  static Optional<Path> newestServer() {
    return folders()
        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
        .filter(folder -> Files.isExecutable(folder.resolve("postgres")))
        .max(Comparator.comparingInt(folder -> majorVersion(folder.resolve("postgres"))));
  }

  /** The folder that has the clients, without a server perhaps. */
  static Optional<Path> clientsOnPath() {
    return folders()
        .filter(folder -> Files.isExecutable(folder.resolve("pg_dump")))
        .max(Comparator.comparingInt(folder -> majorVersion(folder.resolve("pg_dump"))));
  }

  /** A program of the machine, if it is installed. */
  static Optional<Path> onPath(String program) {
    return path().map(folder -> folder.resolve(program)).filter(Files::isExecutable).findFirst();
  }

  /** What a program says of its version. */
  static int majorVersion(Path program) {
    Matcher version = VERSION.matcher(output(List.of(program.toString(), "--version")));
    return version.find() ? Integer.parseInt(version.group(1)) : 0;
  }

  /** All that a short command prints. */
  static String output(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> folders() {
    return Stream.of(
            debian(),
            Stream.of("/usr/pgsql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")
                .map(folder -> Path.of(folder, "bin")),
            path())
        .flatMap(folders -> folders)
        .filter(Files::isDirectory);
  }

  private static Stream<Path> path() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of);
  }

  private static Stream<Path> debian() {
    Path root = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(root)) {
      return Stream.empty();
    }
    try (Stream<Path> versions = Files.list(root)) {
      return versions.map(version -> version.resolve("bin")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
