package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs and watches their time and memory. */
final class MeasuredProcess {
  /** The kernel keeps the peak itself: only the growth of the last moment can be missed. */
  private static final long POLL_MILLIS = 10;

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * Runs nothing yet.
   *
   * @param folder where the programs' output goes
   * @param environment is added to that of this process
   */
  MeasuredProcess(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Runs a program to its end.
   *
   * @throws IllegalStateException with all that it said, if it fails
   */
  Sample run(List<String> command) {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(PG|POSTGRES_|NESSIE_BACKUP_[^J]).*"));
    builder.environment().putAll(environment);
    try {
      long begin = System.nanoTime();
      Process process = builder.start();
      process.getOutputStream().close();
      long peak = 0;
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, peakOf(process.pid()));
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "%s failed with %d:%n%s%s"
                .formatted(command, process.exitValue(), read(out), read(err)));
      }
      return new Sample(seconds, peak, read(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** Only Linux tells; 0 elsewhere. */
  private static long peakOf(long processId) throws IOException {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + processId + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      return 0;
    } catch (NoSuchFileException endedOrNotLinux) {
      return 0;
    } catch (IOException ended) {
      // The kernel answers "no such process" when the process ends while its file is read.
      return 0;
    }
  }
}
