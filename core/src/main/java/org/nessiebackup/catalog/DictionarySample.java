package org.nessiebackup.catalog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Column;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.DictionaryEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.SampleRows;

/**
 * The rows that references point to, by which incremental backups and tips are compressed. Who
 * makes them reads these rows from the database, each time, since the vault may be closed to it.
 */
public final class DictionarySample {
  /** On disk; large values are compressed there, so the stream may be larger. */
  private static final long MOST_BYTES = 2L << 20;

  private final CatalogLocation catalog;
  private final TableShape shape;
  private final SampleRows rows;

  /** In the session that holds the snapshot. */
  public DictionarySample(Session session, CatalogLocation catalog, TableShape shape) {
    this.catalog = catalog;
    this.shape = shape;
    this.rows = new SampleRows(session, catalog.schema(), shape);
  }

  /**
   * Rows as they are now.
   *
   * @param rows themselves
   * @param places where they are
   */
  public record Found(SegmentDictionary rows, List<String> places) {
    /** Takes its own copy of the list. */
    public Found {
      places = List.copyOf(places);
    }
  }

  /**
   * Reads the rows as they are now; absent where there are none, or too many.
   *
   * @param references the table of the references
   */
  public Optional<Found> find(TableShape references) throws IOException {
    StoreType type = NessieRows.type(catalog.tables().label());
    if (!pointsToKeys(references, type.pointerColumns())) {
      return Optional.empty();
    }
    List<String> places = rows.find(type.references(), type.pointerColumns(), MOST_BYTES);
    return places.isEmpty() ? Optional.empty() : read(places).map(each -> new Found(each, places));
  }

  /** Whether these columns are what Nessie makes them, and can be compared with the key. */
  private boolean pointsToKeys(TableShape references, List<String> pointers) {
    return types(references, pointers).equals(types(shape, shape.primaryKey()))
        && references.columnNames().containsAll(pointers);
  }

  private static List<QualifiedName> types(TableShape table, List<String> columns) {
    return columns.stream()
        .flatMap(name -> table.columns().stream().filter(each -> each.name().equals(name)))
        .map(Column::type)
        .toList();
  }

  /** Reads the rows of an earlier backup; absent if they are no more what and where they were. */
  public Optional<SegmentDictionary> again(DictionaryEntry entry) throws IOException {
    return read(entry.places()).filter(each -> each.sha256().equals(entry.rawSha256()));
  }

  /** Absent if they are too large to be held in memory. */
  private Optional<SegmentDictionary> read(List<String> places) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean[] tooLarge = new boolean[1];
    rows.read(
        places,
        (piece, offset, length) -> {
          tooLarge[0] |= bytes.size() + (long) length > DictionaryEntry.LARGEST;
          if (!tooLarge[0]) {
            bytes.write(piece, offset, length);
          }
        });
    return tooLarge[0] ? Optional.empty() : Optional.of(new SegmentDictionary(bytes.toByteArray()));
  }
}
