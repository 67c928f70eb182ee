package org.nessiebackup.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.Digests;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.files.FileCheck.Result;
import org.nessiebackup.files.FilesReport.FileState;
import org.nessiebackup.store.FileProbe;

/** How all metadata files are. Each is probed once; those that are there are not held. */
final class FileStates {
  private static final Result SKIPPED = new Result(FileState.SKIPPED, "");

  private final FileCheck check;
  private final FilesOptions options;
  private final WorkContext context;
  private final Map<String, Result> others = new ConcurrentHashMap<>();
  private FilesReport.Counts counts = FilesReport.Counts.NONE;

  FileStates(FileProbe probe, FilesOptions options, WorkContext context) {
    this.check = new FileCheck(probe, options.deep());
    this.options = options;
    this.context = context;
  }

  /**
   * Probes those that are chosen.
   *
   * @param locations with the type of content that they are of
   */
  void probe(Map<String, String> locations) {
    context.progress().step("asking for files", 0);
    Workers.run(
        options.jobs(),
        context.cancellation(),
        locations.entrySet().stream()
            .filter(file -> isChosen(file.getKey()))
            .<Workers.Task>map(file -> stop -> probe(file.getKey(), file.getValue()))
            .toList());
    locations.keySet().forEach(location -> counts = counts.plus(state(location).state()));
  }

  private void probe(String location, String type) {
    Result result = check.check(location, type);
    if (result.state() != FileState.PRESENT) {
      others.put(location, result);
    }
    context.progress().advanced(1, 0);
  }

  /** How a file is that was among those to be probed. */
  Result state(String location) {
    return isChosen(location) ? others.getOrDefault(location, Result.PRESENT) : SKIPPED;
  }

  /** All together. */
  FilesReport.Counts counts() {
    return counts;
  }

  long parts() {
    return check.parts();
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
