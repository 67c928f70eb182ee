package org.nessiebackup.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.sandbox.PostgresServer;

/**
 * A program that only tests need: used when it is there, a skip that names it when not, and a
 * failure when not although this is the build server (CI=true).
 */
public final class PostgresProgram {
  private static final Pattern VERSION = Pattern.compile("\\b(\\d+)\\.\\d+");

  private final Path path;

  private PostgresProgram(Path path) {
    this.path = path;
  }

  /** Finds the program, or ends the test. */
  public static PostgresProgram require(String name) {
    Optional<Path> found = find(name);
    if (found.isEmpty()) {
      assertThat(System.getenv("CI"))
          .as("\"%s\" has to be installed on the build server", name)
          .isNotEqualTo("true");
      assumeTrue(false, "\"" + name + "\" is not installed");
    }
    return new PostgresProgram(found.orElseThrow());
  }

  private static Optional<Path> find(String name) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, name);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Its major version, as {@code --version} tells. */
  public int majorVersion() {
    Matcher matcher = VERSION.matcher(run(List.of("--version")).output());
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /** How a run ended. */
  public record Result(int status, String output) {}

  /** Runs it as the superuser of a database and returns what it said. */
  public Result run(TestDatabase database, String... arguments) {
    PostgresServer server = database.server();
    List<String> all =
        new ArrayList<>(
            List.of("-h", server.host(), "-p", "" + server.port(), "-U", server.user(), "-w"));
    all.addAll(List.of("-d", database.name()));
    all.addAll(List.of(arguments));
    return run(all);
  }

  private Result run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs it and fails the test if it fails. */
  public void succeed(TestDatabase database, String... arguments) {
    Result result = run(database, arguments);
    assertThat(result.status()).as(result.output()).isZero();
  }
}
