package org.nessiebackup.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.Digests;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.files.FileCheck.Result;
import org.nessiebackup.files.FilesReport.FileState;
import org.nessiebackup.store.FileProbe;

/** How metadata files are. Those that are there are not held. */
final class FileStates {
  private static final Result SKIPPED = new Result(FileState.SKIPPED, "");

  private final SortedMap<String, String> files;
  private final FilesOptions options;
  private final Map<String, Result> others = new ConcurrentHashMap<>();
  private long parts;

  /**
   * All are there, until something else is known.
   *
   * @param files their locations, with the type of content that they are of
   */
  FileStates(SortedMap<String, String> files, FilesOptions options) {
    this.files = files;
    this.options = options;
  }

  /** Probes those that are chosen. */
  static FileStates probed(
      SortedMap<String, String> files, FileProbe probe, FilesOptions options, WorkContext context) {
    FileStates states = new FileStates(files, options);
    FileCheck check = new FileCheck(new CircuitBreaker(probe), options.deep());
    context.progress().step("asking for files", 0);
    Workers.run(
        options.jobs(),
        context.cancellation(),
        files.entrySet().stream()
            .filter(file -> states.isChosen(file.getKey()))
            .<Workers.Task>map(
                file ->
                    stop -> {
                      states.put(file.getKey(), check.check(file.getKey(), file.getValue()));
                      context.progress().advanced(1, 0);
                    })
            .toList());
    states.addParts(check.parts());
    return states;
  }

  /** Can be called by several threads. */
  void put(String location, Result result) {
    if (result.state() != FileState.PRESENT) {
      others.put(location, result);
    }
  }

  void addParts(long count) {
    parts += count;
  }

  /** How a file is; absent if it is none of these. */
  Optional<Result> state(String location) {
    if (!files.containsKey(location)) {
      return Optional.empty();
    }
    return Optional.of(
        isChosen(location) ? others.getOrDefault(location, Result.PRESENT) : SKIPPED);
  }

  /** The files, in the order of their locations. */
  Set<String> locations() {
    return files.keySet();
  }

  /** All together. */
  FilesReport.Counts counts() {
    FilesReport.Counts counts = FilesReport.Counts.NONE;
    for (String location : files.keySet()) {
      counts = counts.plus(state(location).orElseThrow().state());
    }
    return counts;
  }

  /** How many manifest lists and manifests were probed. */
  long parts() {
    return parts;
  }

  /** The same for all who use this seed, whatever else there is to choose from. */
  private boolean isChosen(String location) {
    if (options.share() == 1) {
      return true;
    }
    MessageDigest digest = Digests.sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, options.seed()));
    byte[] hash = digest.digest(location.getBytes(StandardCharsets.UTF_8));
    return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53 < options.share();
  }
}
