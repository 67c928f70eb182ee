package org.nessiebackup.cli.backup;

import java.util.List;
import org.nessiebackup.Column;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of a backup, which is not the manifest: the one may grow without the other. */
public final class BackupJson {
  private BackupJson() {}

  /** What a list shows. */
  public static void summary(Manifest manifest, ObjectNode node) {
    node.put("id", manifest.id().value());
    node.put("type", manifest.type().label());
    manifest.parent().ifPresent(parent -> node.put("parent", parent.value()));
    Json.strings(node, "tags", manifest.tags());
    node.put("started", Json.time(manifest.started()));
    node.put("snapshot_at", Json.time(manifest.snapshotAt()));
    node.put("finished", Json.time(manifest.finished()));
    node.put("tool", manifest.tool());
    node.put("encryption", manifest.encryption());
    node.put("settings", manifest.settings());
    node.put("rows", manifest.wholeRows());
    node.put("stored_rows", manifest.rows());
    node.put("raw_bytes", manifest.rawBytes());
    node.put("stored_bytes", manifest.storedBytes());
    source(manifest.source(), node.putObject("source"));
    ArrayNode tables = node.putArray("tables");
    manifest.tables().forEach(table -> table(table, tables.addObject()));
  }

  /** All that can be said. */
  public static void detail(Manifest manifest, ObjectNode node) {
    summary(manifest, node);
    node.put("vault_id", manifest.vault());
    node.put("revision", manifest.revision());
    ArrayNode tables = node.putArray("tables");
    for (TableEntry table : manifest.tables()) {
      ObjectNode entry = tables.addObject();
      table(table, entry);
      entry.put("digest", table.digest());
      Json.strings(entry, "primary_key", table.shape().primaryKey());
      columns(table.shape().columns(), entry.putArray("columns"));
      segments(table.segments(), entry.putArray("segments"));
    }
  }

  private static void table(TableEntry table, ObjectNode node) {
    node.put("name", table.name());
    node.put("rows", table.wholeRows());
    node.put("stored_rows", table.rows());
    node.put("raw_bytes", table.rawBytes());
    node.put("stored_bytes", table.storedBytes());
    table
        .changes()
        .ifPresent(
            changes ->
                node.putObject("changes")
                    .put("inserted", changes.inserted())
                    .put("updated", changes.updated())
                    .put("deleted", changes.deleted()));
  }

  private static void columns(List<Column> columns, ArrayNode array) {
    for (Column column : columns) {
      ObjectNode node = array.addObject();
      node.put("name", column.name());
      node.put("type", column.type().toString());
      node.put("not_null", column.notNull());
      column.collation().ifPresent(name -> node.put("collation", name.toString()));
      column.constantDefault().ifPresent(value -> node.put("default", value));
    }
  }

  private static void segments(List<SegmentEntry> segments, ArrayNode array) {
    for (SegmentEntry segment : segments) {
      ObjectNode node = array.addObject();
      node.put("object", segment.object());
      node.put("rows", segment.rows());
      node.put("raw_bytes", segment.rawBytes());
      node.put("stored_bytes", segment.storedBytes());
      node.put("sha256", segment.sha256());
    }
  }

  private static void source(Source source, ObjectNode node) {
    switch (source) {
      case Source.Server server -> {
        node.put("kind", "server");
        node.put("database", server.database());
        node.put("server_version", server.serverVersion());
        node.put("standby", server.standby());
        server.systemIdentifier().ifPresent(id -> node.put("system_identifier", id));
        server.timeline().ifPresent(timeline -> node.put("timeline", timeline));
      }
      case Source.Dump dump -> {
        node.put("kind", "dump");
        node.put("file", dump.file());
        dump.producer().ifPresent(producer -> node.put("producer", producer));
      }
    }
    node.put("schema", source.schema());
    node.put("store_type", source.storeType());
  }
}
