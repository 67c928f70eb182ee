package org.nessiebackup.report;

import org.nessiebackup.BackupId;
import org.nessiebackup.Column;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;

/** A backup as such, which is not the manifest: the one may grow without the other. */
public final class ManifestJson {
  private static final Shape<TableChanges> CHANGES =
      Shape.of(TableChanges.class)
          .number("inserted", TableChanges::inserted)
          .number("updated", TableChanges::updated)
          .number("deleted", TableChanges::deleted);

  private static final Shape<TableEntry> TABLE =
      Shape.of(TableEntry.class)
          .text("name", TableEntry::name)
          .number("rows", TableEntry::wholeRows)
          .number("stored_rows", TableEntry::rows)
          .number("raw_bytes", TableEntry::rawBytes)
          .number("stored_bytes", TableEntry::storedBytes)
          .objectIf("changes", CHANGES, TableEntry::changes);

  private static final Shape<Column> COLUMN =
      Shape.of(Column.class)
          .text("name", Column::name)
          .text("type", column -> column.type().toString())
          .flag("not_null", Column::notNull)
          .textIf("collation", column -> column.collation().map(Object::toString))
          .textIf("default", Column::constantDefault);

  private static final Shape<SegmentEntry> SEGMENT =
      Shape.of(SegmentEntry.class)
          .text("object", SegmentEntry::object)
          .number("rows", SegmentEntry::rows)
          .number("raw_bytes", SegmentEntry::rawBytes)
          .number("stored_bytes", SegmentEntry::storedBytes)
          .text("sha256", SegmentEntry::sha256);

  private static final Shape<TableEntry> TABLE_DETAIL =
      TABLE
          .text("digest", TableEntry::digest)
          .texts("primary_key", table -> table.shape().primaryKey())
          .list("columns", COLUMN, table -> table.shape().columns())
          .list("segments", SEGMENT, TableEntry::segments);

  private static final Shape<Source.Server> SERVER =
      Shape.of(Source.Server.class)
          .text("kind", server -> "server")
          .text("database", Source.Server::database)
          .text("server_version", Source.Server::serverVersion)
          .flag("standby", Source.Server::standby)
          .textIf("system_identifier", Source.Server::systemIdentifier)
          .numberIf("timeline", Source.Server::timeline);

  private static final Shape<Source.Dump> DUMP =
      Shape.of(Source.Dump.class)
          .text("kind", dump -> "dump")
          .text("file", Source.Dump::file)
          .textIf("producer", Source.Dump::producer);

  private static final Shape<Source> SOURCE =
      Shape.of(Source.class)
          .either(Source.Server.class, SERVER, Source.Dump.class, DUMP)
          .text("schema", Source::schema)
          .text("store_type", Source::storeType);

  private static final Shape<Manifest> HEAD =
      Shape.of(Manifest.class)
          .text("id", manifest -> manifest.id().value())
          .text("type", manifest -> manifest.type().label())
          .textIf("parent", manifest -> manifest.parent().map(BackupId::value))
          .texts("tags", Manifest::tags)
          .time("started", Manifest::started)
          .time("snapshot_at", Manifest::snapshotAt)
          .time("finished", Manifest::finished)
          .text("tool", Manifest::tool)
          .text("encryption", Manifest::encryption)
          .number("settings", Manifest::settings)
          .number("rows", Manifest::wholeRows)
          .number("stored_rows", Manifest::rows)
          .number("raw_bytes", Manifest::rawBytes)
          .number("stored_bytes", Manifest::storedBytes)
          .object("source", SOURCE, Manifest::source);

  /** What lists and reports have. */
  public static final Shape<Manifest> SUMMARY = HEAD.list("tables", TABLE, Manifest::tables);

  /** All that can be said. */
  static final Shape<Manifest> DETAIL =
      HEAD.list("tables", TABLE_DETAIL, Manifest::tables)
          .text("vault_id", Manifest::vault)
          .number("revision", Manifest::revision);

  private ManifestJson() {}
}
