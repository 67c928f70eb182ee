package org.nessiebackup.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.OwnSchemas.Detail;
import org.nessiebackup.postgres.OwnSchemas.OwnSchema;
import org.nessiebackup.postgres.OwnSchemas.Purpose;
import org.nessiebackup.postgres.StagedRestore.Evidence;

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
  static OwnSchema begun(Staging.Names names, TableSet tables) {
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
        .filter(own -> own.purpose() != Purpose.KEPT && own.isOf(restore))
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
              own.views(),
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
    return digest(
        session.query("look at the loaded tables", LOADED, row -> row.getString("line"), schema));
  }

  static String digest(List<String> lines) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
