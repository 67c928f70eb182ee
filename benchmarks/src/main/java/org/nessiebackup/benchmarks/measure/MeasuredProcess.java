package org.nessiebackup.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs programs and watches their time and memory.
 *
 * @param folder where the programs' output goes
 * @param environment is added to that of this process
 * @param server says what the server has had of the processors so far; NaN if nobody knows
 */
public record MeasuredProcess(Path folder, Map<String, String> environment, DoubleSupplier server) {
  /** The kernel keeps the peak itself: only the growth of the last moment can be missed. */
  private static final long POLL_MILLIS = 10;

  /** A shell knows what those that it has waited for have had of the processors, to the end. */
  private static final String SHELL =
      "file=$1; shift; \"$@\"; code=$?; times >\"$file\"; exit $code";

  private static final Pattern TIME = Pattern.compile("(\\d+)m(\\d+)[.,](\\d+)s");

  /** The same with more in the environment. */
  public MeasuredProcess with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new MeasuredProcess(folder, all, server);
  }

  /**
   * Runs a program to its end.
   *
   * @throws IllegalStateException with all that it said, if it fails
   */
  public Sample run(List<String> command) {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Path times = folder.resolve("times.txt");
    List<String> whole =
        new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "measured", times.toString()));
    whole.addAll(command);
    ProcessBuilder builder =
        builder(whole).redirectOutput(out.toFile()).redirectError(err.toFile());
    try {
      double serverBefore = server.getAsDouble();
      long begin = System.nanoTime();
      Process process = builder.start();
      process.getOutputStream().close();
      long peak = 0;
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, ProcessTree.peakBelow(process.pid()));
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "%s failed with %d:%n%s%s"
                .formatted(command, process.exitValue(), read(out), read(err)));
      }
      double ofServer = server.getAsDouble() - serverBefore;
      return new Sample(
          seconds,
          processorSeconds(read(times)),
          Double.isNaN(ofServer) ? -1 : ofServer,
          peak,
          read(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a program that stays, in the same surroundings. */
  public Process start(List<String> command) {
    try {
      return builder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(PG|POSTGRES_|RESTIC_|NESSIE_BACKUP_[^J]).*"));
    builder.environment().putAll(environment);
    return builder;
  }

  /** The second line is about the processes that the shell has started. */
  private static double processorSeconds(String times) {
    Matcher time = TIME.matcher(times.lines().skip(1).findFirst().orElse(""));
    double sum = 0;
    int found = 0;
    while (time.find()) {
      found++;
      sum += Integer.parseInt(time.group(1)) * 60;
      sum += Double.parseDouble(time.group(2) + "." + time.group(3));
    }
    return found == 2 ? sum : -1;
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
