package org.nessiebackup.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process takes of the system at one moment; only Linux says so.
 *
 * @param memory that is resident, in bytes
 * @param threads of the kernel
 * @param files that are open, sockets included
 */
public record Footprint(long memory, long threads, long files) {
  /** That of a running process. */
  public static Footprint of(long process) {
    Path folder = Path.of("/proc", String.valueOf(process));
    try (Stream<Path> open = Files.list(folder.resolve("fd"))) {
      List<String> status = Files.readAllLines(folder.resolve("status"));
      return new Footprint(
          number(status, "VmRSS:") * 1024, number(status, "Threads:"), open.count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
