package org.nessiebackup.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Column;
import org.nessiebackup.Failure;
import org.nessiebackup.FirstNames;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.EqualKeys;
import org.nessiebackup.segment.KeySet;
import org.nessiebackup.segment.KeyValueScanner;
import org.nessiebackup.segment.RowCounter;
import org.nessiebackup.segment.RowKey;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.rows.BackupRows;
import org.nessiebackup.vault.rows.TableLayers;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;

/**
 * Whether no two rows of a table have the same key. They can where the index of the key was damaged
 * when the backup was made, and then no restore can make that index again.
 */
record UniqueKeys(Vault vault, BackupChain chain, WorkContext context) {
  private static final int MOST_NAMED = 3;

  /** What is wrong, table by table. */
  List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (TableEntry table : chain.newest().tables()) {
      try {
        int fields = keyFields(chain.newest(), table);
        if (fields > 0) {
          check(table, fields).ifPresent(findings::add);
        }
      } catch (DamagedSegmentException e) {
        findings.add(Finding.of(Kind.KEYS_MISMATCH, table.name(), e.getMessage()));
      } catch (BackupException e) {
        if (e.failure() != Failure.DAMAGED) {
          throw e;
        }
        findings.add(Finding.of(Kind.PARENT_DAMAGED, table.name(), e.getMessage()));
      } catch (IOException e) {
        throw vault.failure(e, "cannot read the keys of table \"" + table.name() + "\"");
      }
    }
    return findings;
  }

  /** A table without a key gets that of Nessie when it is restored. */
  private static int keyFields(Manifest backup, TableEntry table) {
    TableShape shape = table.shape();
    if (!shape.primaryKey().isEmpty()) {
      return shape.leadingKey();
    }
    List<String> key =
        StoreType.of(backup.source().storeType())
            .filter(type -> type.tables().tables().contains(table.name()))
            .map(type -> type.newest(table.name()).primaryKey())
            .orElse(List.of());
    List<String> columns = shape.columnNames();
    boolean leads = key.size() < columns.size() && columns.subList(0, key.size()).containsAll(key);
    return leads ? key.size() : 0;
  }

  private Optional<Finding> check(TableEntry table, int fields) throws IOException {
    KeySet hashes = EqualKeys.find(table.wholeRows(), source(table, fields));
    if (hashes.size() == 0) {
      return Optional.empty();
    }
    Map<List<ByteBuffer>, Integer> counts = new LinkedHashMap<>();
    read(
        table,
        () ->
            new KeyValueScanner(
                table.shape().columns().size(),
                fields,
                hashes::contains,
                key -> counts.merge(key, 1, Integer::sum)));
    List<List<ByteBuffer>> equal =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() > 1)
            .map(Map.Entry::getKey)
            .toList();
    return equal.isEmpty() ? Optional.empty() : Optional.of(equalKeys(table, equal));
  }

  /** Lists of keys are small; where there are none, the rows have to be read. */
  private EqualKeys.Source source(TableEntry table, int fields) {
    boolean listed =
        table.shape().leadingKey() == fields
            && chain.layers(table.name()).stream()
                .flatMap(layer -> layer.table().segments().stream())
                .allMatch(segment -> segment.keys().isPresent());
    if (listed) {
      TableLayers layers = TableLayers.open(vault, chain, table.name());
      return sink -> layers.liveKeys(stoppable(sink));
    }
    return sink ->
        read(
            table,
            () -> RowCounter.ofKeys(table.shape().columns().size(), fields, stoppable(sink)));
  }

  private RowKey.Sink stoppable(RowKey.Sink sink) {
    return key -> {
      context.cancellation().check();
      sink.accept(key);
    };
  }

  private void read(TableEntry table, Supplier<ByteSink> reader) {
    BackupRows rows = new BackupRows(vault, chain, "Use another backup.");
    for (BackupRows.Part part : rows.parts(table.name())) {
      context.cancellation().check();
      rows.read(part, reader.get());
    }
  }

  private static Finding equalKeys(TableEntry table, List<List<ByteBuffer>> keys) {
    List<String> names = keys.stream().map(key -> text(table.shape(), key)).toList();
    return Finding.of(
        Kind.EQUAL_KEYS,
        table.name(),
        "table \"%s\" has several rows with one key, so it cannot be restored: %s"
            .formatted(table.name(), FirstNames.of(names, MOST_NAMED)));
  }

  private static String text(TableShape shape, List<ByteBuffer> key) {
    return IntStream.range(0, key.size())
        .mapToObj(
            i -> shape.columns().get(i).name() + " " + text(shape.columns().get(i), key.get(i)))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String text(Column column, ByteBuffer value) {
    if (value == null) {
      return "NULL";
    }
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return switch (column.type().name()) {
      case "varchar", "text" -> "\"" + new String(bytes, StandardCharsets.UTF_8) + "\"";
      default -> "\\x" + HexFormat.of().formatHex(bytes);
    };
  }
}
