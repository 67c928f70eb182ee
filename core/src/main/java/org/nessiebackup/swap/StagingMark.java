package org.nessiebackup.swap;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Digests;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.swap.StagedRestore.Evidence;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.OwnSchemas;
import org.nessiebackup.tables.OwnSchemas.Detail;
import org.nessiebackup.tables.OwnSchemas.OwnSchema;
import org.nessiebackup.tables.OwnSchemas.Purpose;

/** The comment of a staging schema, by which another process knows what is in it. */
final class StagingMark {
  /** Whoever changes rows leaves no trace here; but nobody has a reason to, nor the rights. */
  private static final String LOADED =
      """
      SELECT format('%s %s %s %s', c.relname, c.oid, pg_relation_filenode(c.oid),
        (SELECT i.indexrelid FROM pg_index i
          WHERE i.indrelid = c.oid AND i.indisprimary AND i.indisvalid)) AS line
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind = 'r' ORDER BY c.relname
      """;

  private StagingMark() {}

  /** Says that a schema is only being loaded. */
  static OwnSchema begun(StagingSchema.Names names, TableSet tables) {
    Map<Detail, String> details = new EnumMap<>(Detail.class);
    details.put(Detail.RESTORE, names.restore().value());
    details.put(Detail.BACKUP, names.backup().value());
    details.put(Detail.TABLES, String.join(",", tables.tables()));
    return new OwnSchema(
        names.restore().stagingSchema(),
        Purpose.STAGING,
        names.catalogSchema(),
        names.at(),
        details);
  }

  /**
   * Says that all is there. One statement does it, and the server's log has all rows before it: so
   * whoever sees the mark has the rows, whatever was killed.
   */
  static void complete(Session session, StagedRestore staged) {
    Map<Detail, String> details = new EnumMap<>(Detail.class);
    details.put(Detail.RESTORE, staged.restore().value());
    details.put(Detail.BACKUP, staged.backup().value());
    details.put(Detail.LABEL, staged.catalog().tables().label());
    details.put(Detail.TABLES, String.join(",", staged.catalog().names()));
    details.put(Detail.ROWS, Long.toString(staged.rows()));
    details.put(Detail.BYTES, Long.toString(staged.rawBytes()));
    details.put(Detail.LOADING, staged.loading().toString());
    details.put(Detail.CHECKING, staged.checking().toString());
    details.put(Detail.VIEWS, staged.views().name());
    details.put(Detail.LOADED, staged.evidence().loaded());
    details.put(Detail.REPLACES, staged.evidence().replaced());
    OwnSchemas.comment(
        session,
        new OwnSchema(
            staged.schema(), Purpose.STAGED, staged.catalog().schema(), staged.at(), details));
  }

  /** The staging schema of a restore, whole or not. */
  static Optional<OwnSchema> find(Session session, String catalogSchema, RestoreId restore) {
    return OwnSchemas.list(session, catalogSchema).stream()
        .filter(
            own ->
                own.purpose() != Purpose.KEPT
                    && own.detail(Detail.RESTORE).equals(Optional.of(restore.value())))
        .findFirst();
  }

  /** What is staged in a schema of ours; absent unless it is complete and as it was then. */
  static Optional<StagedRestore> read(Session session, OwnSchema own) {
    if (own.purpose() != Purpose.STAGED) {
      return Optional.empty();
    }
    return parse(own)
        .filter(staged -> staged.schema().equals(own.name()))
        .filter(staged -> staged.evidence().loaded().equals(loaded(session, own.name())));
  }

  private static Optional<StagedRestore> parse(OwnSchema own) {
    try {
      return Optional.of(
          new StagedRestore(
              new RestoreId(text(own, Detail.RESTORE)),
              new BackupId(text(own, Detail.BACKUP)),
              new CatalogLocation(
                  own.catalogSchema(),
                  new TableSet(
                      text(own, Detail.LABEL), List.of(text(own, Detail.TABLES).split(",")))),
              own.at(),
              Long.parseLong(text(own, Detail.ROWS)),
              Long.parseLong(text(own, Detail.BYTES)),
              Duration.parse(text(own, Detail.LOADING)),
              Duration.parse(text(own, Detail.CHECKING)),
              ViewPolicy.of(own),
              new Evidence(text(own, Detail.LOADED), text(own, Detail.REPLACES))));
    } catch (IllegalArgumentException | DateTimeException | BackupException edited) {
      // Then it is no restore that could be trusted, and is treated as an incomplete one.
      return Optional.empty();
    }
  }

  private static String text(OwnSchema own, Detail detail) {
    return own.detail(detail).orElse("");
  }

  /** Digest of which tables are in a staging schema. */
  static String loaded(Session session, String schema) {
    return Digests.hex(
        String.join(
            "\n",
            session.query(
                "look at the loaded tables", LOADED, row -> row.getString("line"), schema)));
  }
}
