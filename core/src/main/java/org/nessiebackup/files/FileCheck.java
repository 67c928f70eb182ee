package org.nessiebackup.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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
    return snapshot.list().isPresent()
        ? list(snapshot.list().get(), snapshot.encrypted())
        : manifests(snapshot.manifests());
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
    ManifestPaths paths = new ManifestPaths(this);
    Result result =
        reading(
            what,
            location,
            LARGEST_LIST,
            file -> AvroFile.readTexts(file, LARGEST_LIST, "manifest_path", paths));
    return result.state() == FileState.PRESENT ? paths.result() : result;
  }

  private Result manifests(List<String> locations) {
    ManifestPaths paths = new ManifestPaths(this);
    locations.forEach(paths);
    return paths.result();
  }

  /** Probes a manifest, unless it is known to be there. */
  Result manifest(String location) {
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
}
