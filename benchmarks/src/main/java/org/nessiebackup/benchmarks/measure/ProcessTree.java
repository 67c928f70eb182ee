package org.nessiebackup.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel knows of a process and of those that it has started; only on Linux. */
public final class ProcessTree {
  /** The unit of processor time in {@code /proc}, on all machines that we know. */
  private static final double TICKS_PER_SECOND = 100;

  /** In {@code /proc/PID/stat}, behind the name: utime, stime, and those of ended children. */
  private static final int USER_TIME = 11;

  private static final int TIMES = 4;

  private ProcessTree() {}

  /** The peaks of memory of all that the process has started and that still run; 0 if unknown. */
  static long peakBelow(long process) {
    return children(process).stream().mapToLong(child -> peakOf(child) + peakBelow(child)).sum();
  }

  /** What the process, its children and those that have ended have had of the processors. */
  public static double processorSeconds(long process) {
    return ticks(process) + children(process).stream().mapToDouble(ProcessTree::ticks).sum();
  }

  /** The same of all that the process has started and that these have, by whichever thread. */
  public static double processorSecondsOfAll(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToDouble(each -> ticks(each.pid()))
        .sum();
  }

  private static double ticks(long process) {
    // The name, in brackets, may hold anything.
    String stat = read("/proc/%d/stat".formatted(process));
    List<String> fields = words(stat.substring(stat.lastIndexOf(')') + 1));
    return fields.size() < USER_TIME + TIMES
        ? 0
        : fields.subList(USER_TIME, USER_TIME + TIMES).stream()
                .mapToDouble(Double::parseDouble)
                .sum()
            / TICKS_PER_SECOND;
  }

  private static long peakOf(long process) {
    List<String> words = words(read("/proc/%d/status".formatted(process)));
    int name = words.indexOf("VmHWM:");
    return name < 0 ? 0 : Long.parseLong(words.get(name + 1)) * 1024;
  }

  private static List<Long> children(long process) {
    return words(read("/proc/%d/task/%d/children".formatted(process, process))).stream()
        .map(Long::valueOf)
        .toList();
  }

  private static List<String> words(String text) {
    return Stream.of(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /** Nothing, if the process has ended or if this is not Linux. */
  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (NoSuchFileException endedOrNotLinux) {
      return "";
    } catch (IOException ended) {
      // The kernel answers "no such process" when the process ends while its file is read.
      return "";
    }
  }
}
