package org.nessiebackup.journal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.Column;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.pgoutput.Message;
import org.nessiebackup.vault.journal.ChangeRow;

/** The two tables of an epoch, as the stream names them. */
final class FollowedTables {
  private final String schema;
  private final List<Followed> tables;

  FollowedTables(JournalEpoch epoch) {
    this.schema = epoch.source().schema();
    this.tables =
        List.of(
            followed(ChangeRow.Table.REFERENCES, epoch.references()),
            followed(ChangeRow.Table.OBJECTS, epoch.objects()));
  }

  /**
   * A table.
   *
   * @param kind which of the two
   * @param table what the epoch says of it
   * @param key where the columns of its key are
   */
  record Followed(ChangeRow.Table kind, JournalEpoch.Table table, List<Integer> key) {
    int columns() {
      return table.shape().columns().size();
    }
  }

  private static Followed followed(ChangeRow.Table kind, JournalEpoch.Table table) {
    List<String> names = table.shape().columnNames();
    return new Followed(
        kind, table, table.shape().primaryKey().stream().map(names::indexOf).toList());
  }

  Optional<Followed> find(long oid) {
    return tables.stream().filter(each -> each.table().oid() == oid).findFirst();
  }

  /**
   * Compares what the stream says of a table with what the epoch says.
   *
   * @throws EpochEndException if it is another one, or has other columns
   */
  void check(Message.Relation relation) throws EpochEndException {
    Optional<Followed> found = find(relation.oid());
    String name = "\"%s\".\"%s\"".formatted(relation.schema(), relation.name());
    if (found.isEmpty()) {
      throw isOurs(relation)
          ? new EpochEndException(
              EndReason.TABLE_REPLACED, "another table has taken the name %s".formatted(name))
          : new EpochEndException(
              EndReason.PUBLICATION_CHANGED, "the publication names %s too".formatted(name));
    }
    if (!same(found.get().table().shape().columns(), relation.columns())) {
      throw new EpochEndException(
          EndReason.TABLE_CHANGED, "table %s has other columns now".formatted(name));
    }
    if (!keys(relation).containsAll(found.get().table().shape().primaryKey())) {
      throw new EpochEndException(
          EndReason.TABLE_CHANGED,
          "the server no longer says which row of table %s was deleted, as its replica identity was changed"
              .formatted(name));
    }
  }

  private boolean isOurs(Message.Relation relation) {
    return relation.schema().equals(schema)
        && tables.stream().anyMatch(each -> each.table().shape().name().equals(relation.name()));
  }

  private static boolean same(List<Column> before, List<Message.Column> now) {
    boolean same = before.size() == now.size();
    for (int i = 0; same && i < now.size(); i++) {
      same =
          before.get(i).name().equals(now.get(i).name())
              && before.get(i).typeModifier() == now.get(i).typeModifier();
    }
    return same;
  }

  private static Set<String> keys(Message.Relation relation) {
    Set<String> keys = new HashSet<>();
    for (Message.Column column : relation.columns()) {
      if (column.key()) {
        keys.add(column.name());
      }
    }
    return keys;
  }
}
