package org.nessiebackup.verify;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Digests;
import org.nessiebackup.TableShape;
import org.nessiebackup.catalog.NessieRows;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.segment.CopyBinaryScanner;

/**
 * Objects of tips, and what a later backup has under their keys. An object is called after its
 * content, so it stays what it is; but Nessie may exchange one that has a version, and its tool
 * that cuts histories rewrites commits under their ids: these are not compared. Memory: some
 * hundred bytes for each of the first {@link #MOST}.
 */
final class TipObjects {
  private static final int MOST = 200_000;
  private static final String COMMIT = "c";

  private final Map<String, String> contents = new HashMap<>();
  private long compared;
  private long different;
  private String example = "";

  /** Takes a COPY binary stream of rows of a tip. */
  ByteSink remembering(TableShape shape) {
    return scanner(shape, this::remember);
  }

  /** The same of a backup. */
  ByteSink comparing(TableShape shape) {
    return scanner(shape, this::compare);
  }

  private static ByteSink scanner(
      TableShape shape, java.util.function.Consumer<ObjectRow> listener) {
    CopyBinaryScanner scanner =
        new CopyBinaryScanner(
            shape.columns().size(), NessieRows.objects(shape, ObjectFilter.ALL, listener));
    return scanner::accept;
  }

  private void remember(ObjectRow row) {
    if (row.version().isPresent() || row.type().equals(COMMIT)) {
      contents.remove(key(row));
    } else if (contents.size() < MOST) {
      contents.put(key(row), content(row));
    }
  }

  private void compare(ObjectRow row) {
    String known = contents.get(key(row));
    if (known == null || row.version().isPresent()) {
      return;
    }
    compared++;
    if (!known.equals(content(row))) {
      different++;
      example = row.id().hex();
    }
  }

  private static String key(ObjectRow row) {
    return row.repository() + "/" + row.id().hex();
  }

  private static String content(ObjectRow row) {
    MessageDigest digest = Digests.sha256();
    digest.update(row.value().array(), row.value().from(), row.value().length());
    return row.type() + HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  /** How many were compared. */
  long compared() {
    return compared;
  }

  /** How many were not the same. */
  long different() {
    return different;
  }

  /** The id of one of those; empty if there are none. */
  String example() {
    return example;
  }
}
