package org.nessiebackup.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.files.FileCheck.Result;
import org.nessiebackup.files.FilesReport.FileState;

/**
 * Probes the manifests of a list: when the list has been read and closed, or, where it is very
 * long, from time to time.
 */
final class ManifestPaths implements Consumer<String> {
  private static final int MOST_WAITING = 10_000;

  private final FileCheck check;
  private final List<String> waiting = new ArrayList<>();
  private Optional<Result> worst = Optional.empty();
  private long missing;
  private long unknown;

  ManifestPaths(FileCheck check) {
    this.check = check;
  }

  @Override
  public void accept(String location) {
    waiting.add(location);
    if (waiting.size() >= MOST_WAITING) {
      probeAll();
    }
  }

  private void probeAll() {
    waiting.forEach(this::probe);
    waiting.clear();
  }

  private void probe(String location) {
    Result result = check.manifest(location);
    switch (result.state()) {
      case PRESENT, SKIPPED -> {
        return;
      }
      case MISSING, DAMAGED -> missing++;
      case UNKNOWN -> unknown++;
    }
    // What is missing weighs more than what nobody knows.
    if (worst.isEmpty() || (worst.get().state() == FileState.UNKNOWN && missing == 1)) {
      worst = Optional.of(result);
    }
  }

  /** Probes those that are left; the first thing wrong with the manifests, and how many are. */
  Result result() {
    probeAll();
    long others = (missing > 0 ? missing : unknown) - 1;
    return worst
        .map(
            result ->
                others == 0
                    ? result
                    : new Result(
                        result.state(), "%s, and %d more".formatted(result.message(), others)))
        .orElse(Result.PRESENT);
  }
}
