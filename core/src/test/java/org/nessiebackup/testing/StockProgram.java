package org.nessiebackup.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A program that users have and the build does not bring, such as {@code zstd} or {@code psql}. A
 * test that requires one is skipped where it is not installed, and fails there if the environment
 * says {@code CI=true}: the build servers have to have them all.
 */
public final class StockProgram {
  private final Path executable;

  private StockProgram(Path executable) {
    this.executable = executable;
  }

  /** What a program did. */
  public static final class Result {
    private final int exitCode;
    private final byte[] output;
    private final String errors;

    private Result(int exitCode, byte[] output, String errors) {
      this.exitCode = exitCode;
      this.output = output;
      this.errors = errors;
    }

    /** Its exit status. */
    public int exitCode() {
      return exitCode;
    }

    /** What it wrote to standard output. */
    public byte[] output() {
      return output.clone();
    }

    /** What it wrote to standard error. */
    public String errors() {
      return errors;
    }

    /** Standard output as text. */
    public String text() {
      return new String(output, StandardCharsets.UTF_8);
    }

    /** This, if the exit status is 0; else an error that shows what the program said. */
    public Result succeeded() {
      if (exitCode != 0) {
        throw new AssertionError("exit status " + exitCode + ": " + errors);
      }
      return this;
    }
  }

  /** The program, or the end of the test. */
  public static StockProgram require(String name) {
    Optional<StockProgram> found = find(name);
    if (found.isEmpty()) {
      String reason = "the program " + name + " is not installed";
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(reason + ", and CI=true");
      }
      Assumptions.abort(reason);
    }
    return found.orElseThrow();
  }

  /** The program, if it is installed. */
  public static Optional<StockProgram> find(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path file = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(file)) {
        return Optional.of(new StockProgram(file));
      }
    }
    return Optional.empty();
  }

  /** Where it is. */
  public Path executable() {
    return executable;
  }

  /** Runs it with some input and waits for its end. */
  public Result run(byte[] input, String... arguments) throws IOException, InterruptedException {
    return run(input, Map.of(), List.of(arguments));
  }

  /** Runs it with some input and more environment variables, and waits for its end. */
  public Result run(byte[] input, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.start();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Thread feeder = Thread.ofPlatform().start(() -> feed(process.getOutputStream(), input));
    Thread listener = Thread.ofPlatform().start(() -> drain(process.getErrorStream(), errors));
    byte[] output = process.getInputStream().readAllBytes();
    feeder.join();
    listener.join();
    return new Result(process.waitFor(), output, errors.toString(StandardCharsets.UTF_8));
  }

  /** A program that has seen enough closes its input, which is no error of the test. */
  private static void feed(OutputStream target, byte[] input) {
    try (target) {
      target.write(input);
    } catch (IOException programHasEnded) {
      return;
    }
  }

  private static void drain(InputStream source, OutputStream target) {
    try (source) {
      source.transferTo(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
