package org.nessiebackup.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.manifest.json.ForeignJson;

/**
 * What the metadata of a table, view or function says: JSON, of which only as much is held as is
 * needed to find the current snapshot.
 */
final class IcebergMetadata implements ForeignJson.Listener {
  /** Snapshots that are held until the text says which is the current one; it says so early. */
  private static final int MOST_WAITING = 10_000;

  private static final String CURRENT = "current-snapshot-id";
  private static final String SNAPSHOT = "snapshots[]";
  private static final String NO_SNAPSHOT = "-1";

  private final Map<String, Snapshot> waiting = new HashMap<>();
  private final List<String> manifests = new ArrayList<>();
  private Optional<String> current = Optional.empty();
  private Optional<Snapshot> found = Optional.empty();
  private boolean versioned;

  private String id = "";
  private Optional<String> list = Optional.empty();
  private boolean encrypted;

  private IcebergMetadata() {}

  /**
   * What a snapshot consists of.
   *
   * @param list its manifest list, as all but the oldest tables have
   * @param manifests its manifests, if they are named right here
   * @param encrypted whether nobody can look into the list
   */
  record Snapshot(Optional<String> list, List<String> manifests, boolean encrypted) {
    Snapshot {
      manifests = List.copyOf(manifests);
    }
  }

  /**
   * Reads the file.
   *
   * @return the current snapshot; absent for an empty table, a view or a function
   * @throws IOException if it is no such file
   */
  static Optional<Snapshot> read(InputStream text) throws IOException {
    IcebergMetadata metadata = new IcebergMetadata();
    ForeignJson.walk(text, metadata);
    return metadata.result();
  }

  private Optional<Snapshot> result() throws IOException {
    if (!versioned) {
      throw new IOException("it has no \"format-version\", so it is no metadata of Iceberg");
    }
    if (current.isEmpty()) {
      return Optional.empty();
    }
    Optional<Snapshot> result = found.or(() -> current.map(waiting::get));
    if (result.isEmpty()) {
      throw new IOException("it has no snapshot %s, its current one".formatted(current.get()));
    }
    return result;
  }

  @Override
  public void scalar(String path, String text) {
    switch (path) {
      case "format-version" -> versioned = true;
      case CURRENT -> {
        boolean none = text == null || text.equals(NO_SNAPSHOT) || text.equals("null");
        current = none ? Optional.empty() : Optional.of(text);
      }
      case SNAPSHOT + ".snapshot-id" -> id = text;
      case SNAPSHOT + ".manifest-list" -> list = Optional.of(text);
      case SNAPSHOT + ".manifests[]" -> manifests.add(text);
      case SNAPSHOT + ".key-id" -> encrypted = true;
      default -> {
        // Nothing that says where files are.
      }
    }
  }

  @Override
  public void endOfObject(String path) throws IOException {
    if (!path.equals(SNAPSHOT)) {
      return;
    }
    if (current.isEmpty() || current.get().equals(id)) {
      Snapshot snapshot = new Snapshot(list, manifests, encrypted);
      waiting.put(id, snapshot);
      found = current.map(known -> snapshot);
    }
    if (waiting.size() > MOST_WAITING) {
      throw new ProbeFailedException(
          "it has too many snapshots before it names the current one", null);
    }
    id = "";
    list = Optional.empty();
    manifests.clear();
    encrypted = false;
  }
}
