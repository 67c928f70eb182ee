package org.nessiebackup.benchmarks.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where it was measured.
 *
 * @param processor its name
 * @param cores how many
 * @param memory in bytes; 0 if unknown
 * @param system the operating system
 * @param java the Java of our programs
 * @param loadBefore the load average when the measuring began; negative if unknown
 */
public record Machine(
    String processor, int cores, long memory, String system, String java, double loadBefore) {

  /** In the first line of {@code /proc/stat}, behind user, nice and system. */
  private static final int IDLE = 4;

  private static final double TICKS_PER_SECOND = 100;

  /** This machine, now. */
  public static Machine here() {
    return new Machine(
        line("/proc/cpuinfo", "model name").replaceFirst("^[^:]*:\\s*", ""),
        Runtime.getRuntime().availableProcessors(),
        memoryBytes(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        load());
  }

  /** The load average of the last minute. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** How long its processors had nothing to do so far, all added up; 0 if unknown. */
  public static double idleSeconds() {
    String[] fields = line("/proc/stat", "cpu ").split("\\s+", -1);
    return fields.length <= IDLE ? 0 : Double.parseDouble(fields[IDLE]) / TICKS_PER_SECOND;
  }

  String describe() {
    return "%s, %d cores, %s memory; %s; Java %s; load average %s before, %s after"
        .formatted(
            processor.isEmpty() ? "unknown processor" : processor,
            cores,
            memory == 0 ? "unknown" : (memory >> 30) + " GiB",
            system,
            java,
            String.format(Locale.ROOT, "%.1f", loadBefore),
            String.format(Locale.ROOT, "%.1f", load()));
  }

  private static long memoryBytes() {
    String digits = line("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits) * 1024;
  }

  private static String line(String file, String begin) {
    if (!Files.exists(Path.of(file))) {
      return "";
    }
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines.filter(line -> line.startsWith(begin)).findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
