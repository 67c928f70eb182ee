package org.nessiebackup.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the image holds, made by the script that the Dockerfile runs, and run as a container would.
 *
 * @param folder the layout
 */
record ImageLayout(Path folder) {
  private static final String PLACE = "/opt/nessie-backup";
  private static final long MINUTES = 3;

  /** What a process has answered. */
  record Answer(int exitCode, String out, String err) {}

  /** Why it cannot be made or run here, if so. */
  static Optional<String> obstacle() {
    if (!Files.isExecutable(jdk().resolve("bin/jlink"))) {
      return Optional.of("the Java that runs the tests has no jlink");
    }
    try {
      Answer answer =
          run(List.of("unshare", "--mount", "setpriv", "--reuid", "10000", "true"), Map.of());
      return answer.exitCode() == 0
          ? Optional.empty()
          : Optional.of("mounts and users cannot be changed here: " + answer.err());
    } catch (UncheckedIOException missing) {
      return Optional.of("there is no unshare: " + missing.getMessage());
    }
  }

  /** Makes it, in a folder that does not exist yet. */
  static ImageLayout make(Path folder) {
    Path distribution = Deployment.home().resolve("../dist/target/nessie-backup").normalize();
    Answer answer =
        run(
            List.of(
                Deployment.home().resolve("image/layout").toString(),
                distribution.toString(),
                jdk().toString(),
                folder.toString()),
            Map.of());
    if (answer.exitCode() != 0) {
      throw new IllegalStateException("No layout was made: " + answer);
    }
    return new ImageLayout(folder);
  }

  /** Its size on a disk. */
  long megabytes() {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes >> 20;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs the program.
   *
   * @param vault the one folder it may write to, {@code /mnt/backup} to it
   * @param secrets what is {@code /mnt/secrets} to it
   */
  Answer run(Path vault, Path secrets, Map<String, String> environment, List<String> words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                Deployment.home().resolve("src/test/resources/image/container.sh").toString(),
                folder.toString(),
                vault.toString(),
                secrets.toString(),
                PLACE + "/bin/nessie-backup"));
    command.addAll(words);
    return run(command, environment);
  }

  private static Path jdk() {
    return Path.of(System.getProperty("java.home"));
  }

  /** Runs a command with an environment of its own, for at most some minutes. */
  static Answer run(List<String> command, Map<String, String> environment) {
    try {
      Path out = Files.createTempFile("nessie-backup-out-", ".txt");
      Path err = Files.createTempFile("nessie-backup-err-", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      // An image has no variables but those it sets itself; see its Dockerfile.
      builder.environment().clear();
      builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
      builder.environment().put("NESSIE_BACKUP_JAVA_HOME", PLACE + "/java");
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("\"%s\" does not end".formatted(String.join(" ", command)));
      }
      Answer answer = new Answer(process.exitValue(), text(out), text(err));
      Files.delete(out);
      Files.delete(err);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
