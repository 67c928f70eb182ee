package org.nessiebackup.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.nessiebackup.files.FileCheck.Result;
import org.nessiebackup.files.FilesReport.FileState;
import org.nessiebackup.segment.DumpCompression;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.store.NoSuchObjectException;

/** Probes one metadata file, and what it needs. Used by several threads. */
final class FileCheck {
  private static final Set<String> ICEBERG = Set.of("ICEBERG_TABLE", "ICEBERG_VIEW");
  private static final long LARGEST_METADATA = 512L << 20;
  private static final long LARGEST_LIST = 128L << 20;

  /** Parts that are known to be there and not probed again; about 200 bytes each. */
  private static final int MOST_REMEMBERED = 100_000;

  private final FileProbe probe;
  private final boolean deep;
  private final Set<String> there = ConcurrentHashMap.newKeySet();
  private final AtomicLong parts = new AtomicLong();

  FileCheck(FileProbe probe, boolean deep) {
    this.probe = probe;
    this.deep = deep;
  }

  /** How a file is, and why; the message is empty if it is there. */
  record Result(FileState state, String message) {
    static final Result PRESENT = new Result(FileState.PRESENT, "");
    private static final int LONGEST_MESSAGE = 1_000;

    /** Shortens what servers and files have a word in. */
    Result {
      if (message.length() > LONGEST_MESSAGE) {
        message = message.substring(0, LONGEST_MESSAGE) + "…";
      }
    }
  }

  /** How many manifest lists and manifests were probed. */
  long parts() {
    return parts.get();
  }

  /**
   * Probes a file.
   *
   * @param type of the content, by Nessie's name; only files that are known to be Iceberg's are
   *     read
   */
  Result check(String location, String type) {
    return deep && ICEBERG.contains(type)
        ? metadata(location)
        : existence("the metadata file", location);
  }

  private Result existence(String what, String location) {
    try {
      return probe.exists(location)
          ? Result.PRESENT
          : new Result(FileState.MISSING, "%s is missing".formatted(what));
    } catch (IOException e) {
      return new Result(FileState.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  /** Reads a file. */
  private interface Reading {
    void read(InputStream file) throws IOException;
  }

  /** Opens a file and reads it; says what became of that. */
  private Result reading(String what, String location, long most, Reading reading) {
    try (InputStream file = probe.open(location);
        InputStream bounded = BoundedInput.fetched(file, most)) {
      return read(what, bounded, reading);
    } catch (NoSuchObjectException e) {
      return new Result(FileState.MISSING, what + " is missing");
    } catch (IOException e) {
      return new Result(FileState.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  private static Result read(String what, InputStream bounded, Reading reading) {
    try {
      reading.read(bounded);
      return Result.PRESENT;
    } catch (ProbeFailedException e) {
      return new Result(FileState.UNKNOWN, "of %s: %s".formatted(what, e.getMessage()));
    } catch (IOException e) {
      return new Result(FileState.DAMAGED, "%s is damaged: %s".formatted(what, e.getMessage()));
    }
  }

  private Result metadata(String location) {
    List<IcebergMetadata.Snapshot> current = new ArrayList<>();
    Result result =
        reading(
            "the metadata file",
            location,
            LARGEST_METADATA,
            file -> {
              InputStream plain =
                  BoundedInput.unpacked(DumpCompression.open(file), LARGEST_METADATA);
              IcebergMetadata.read(plain).ifPresent(current::add);
            });
    if (result.state() != FileState.PRESENT || current.isEmpty()) {
      return result;
    }
    IcebergMetadata.Snapshot snapshot = current.getFirst();
    if (snapshot.list().isPresent()) {
      return list(snapshot.list().get(), snapshot.encrypted());
    }
    ManifestPaths paths = new ManifestPaths();
    snapshot.manifests().forEach(paths);
    return paths.result();
  }

  private Result list(String location, boolean encrypted) {
    String what = "the manifest list \"" + location + "\"";
    parts.incrementAndGet();
    if (encrypted) {
      Result result = existence(what, location);
      return result.state() == FileState.PRESENT
          ? new Result(FileState.UNKNOWN, what + " is encrypted, so its manifests are not known")
          : result;
    }
    ManifestPaths paths = new ManifestPaths();
    Result result =
        reading(
            what,
            location,
            LARGEST_LIST,
            file -> AvroFile.readTexts(file, LARGEST_LIST, "manifest_path", paths));
    return result.state() == FileState.PRESENT ? paths.result() : result;
  }

  /** Probes a manifest, unless it is known to be there. */
  private Result manifest(String location) {
    if (there.contains(location)) {
      return Result.PRESENT;
    }
    parts.incrementAndGet();
    Result result = existence("the manifest \"" + location + "\"", location);
    if (result.state() == FileState.PRESENT && there.size() < MOST_REMEMBERED) {
      there.add(location);
    }
    return result;
  }

  /**
   * Probes the manifests of a list: when the list has been read and closed, or, where it is very
   * long, from time to time.
   */
  private final class ManifestPaths implements Consumer<String> {
    private static final int MOST_WAITING = 10_000;

    private final List<String> waiting = new ArrayList<>();
    private Optional<Result> worst = Optional.empty();
    private long missing;
    private long unknown;

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
      Result result = manifest(location);
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
}
