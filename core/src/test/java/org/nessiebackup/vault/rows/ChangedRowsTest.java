package org.nessiebackup.vault.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.segment.Tuple;
import org.nessiebackup.vault.journal.ChangeRow;
import org.nessiebackup.vault.journal.ChangeRow.Operation;

class ChangedRowsTest {
  private static final ChangeRow.Transaction TRANSACTION =
      new ChangeRow.Transaction(new Lsn(7), 0, 3);

  private static byte[] bytes(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  private static ChangeRow change(Operation operation, long unchanged, byte[]... fields) {
    return new ChangeRow(
        TRANSACTION, 1, operation, ChangeRow.Table.OBJECTS, unchanged, Arrays.asList(fields));
  }

  private static KeyHash key(int value) {
    return KeyHash.of(bytes(value));
  }

  private static List<Integer> numbers(Tuple row) {
    return row.fields().stream().map(each -> each[0] << 8 | (each[1] & 0xFF)).toList();
  }

  /** Rows of a key, a large value and a small one, as a table would have them. */
  @Test
  void whatIsLeftOfChangesIsWhatATableWouldHave() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Map<Integer, List<Integer>> base = new HashMap<>();
      for (int key = 0; key < 10; key++) {
        base.put(key, List.of(key, 100 + key, 200 + key));
      }
      Map<Integer, List<Integer>> table = new HashMap<>(base);
      List<ChangeRow> changes = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        changes.add(next(random, table, i));
      }
      ChangedRows rows = new ChangedRows(1);
      changes.forEach(rows::add);

      assertThat(left(rows, base, changes)).isEqualTo(table);
      assertThat(rows.rows().orElseThrow().stream().map(ChangedRowsTest::numbers))
          .containsExactlyInAnyOrderElementsOf(passed(rows, changes).values());
      assertThat((rows.truncated() ? 0 : base.size()) + rows.growth()).isEqualTo(table.size());
    }
  }

  private static ChangeRow next(Random random, Map<Integer, List<Integer>> table, int i) {
    int key = random.nextInt(20);
    List<Integer> row = table.get(key);
    if (random.nextInt(80) == 0) {
      table.clear();
      return change(Operation.TRUNCATED, 0);
    }
    if (row == null) {
      table.put(key, List.of(key, i, i));
      return change(Operation.INSERTED, 0, bytes(key), bytes(i), bytes(i));
    }
    return switch (random.nextInt(3)) {
      case 0 -> {
        table.remove(key);
        yield change(Operation.DELETED, 0, bytes(key), null, null);
      }
      case 1 -> {
        table.put(key, List.of(key, row.get(1), i));
        yield change(Operation.UPDATED, 2, bytes(key), null, bytes(i));
      }
      default -> {
        table.put(key, List.of(key, i, i));
        yield change(Operation.UPDATED, 0, bytes(key), bytes(i), bytes(i));
      }
    };
  }

  private static Map<Integer, List<Integer>> left(
      ChangedRows rows, Map<Integer, List<Integer>> base, List<ChangeRow> changes) {
    Map<Integer, List<Integer>> left = new HashMap<>();
    if (!rows.truncated()) {
      base.forEach(
          (key, row) -> {
            Tuple tuple = new Tuple(row.stream().map(ChangedRowsTest::bytes).toList());
            if (!rows.supersedes(key(key))) {
              left.put(key, row);
            }
            rows.edit(key(key)).ifPresent(edit -> left.put(key, numbers(edit.apply(tuple))));
          });
    }
    left.putAll(passed(rows, changes));
    return left;
  }

  /** What is left if all changes are read once more. */
  private static Map<Integer, List<Integer>> passed(ChangedRows rows, List<ChangeRow> changes) {
    Map<Integer, List<Integer>> passed = new HashMap<>();
    for (int at = 0; at < changes.size(); at++) {
      Optional<Tuple> row = rows.row(at, changes.get(at));
      row.map(ChangedRowsTest::numbers).ifPresent(each -> passed.put(each.getFirst(), each));
    }
    return passed;
  }

  @Test
  void rowsThatAreManyAreNotHeldUntilTheirTableIsTruncated() {
    ChangedRows rows = new ChangedRows(1);
    byte[] large = new byte[(int) ChangedRows.MOST_HELD / 5];
    for (int key = 0; key < 3; key++) {
      rows.add(change(Operation.INSERTED, 0, bytes(key), large, large));
      rows.add(change(Operation.UPDATED, 0, bytes(key), large, null));
    }
    assertThat(rows.rows().orElseThrow()).hasSize(3);

    rows.add(change(Operation.INSERTED, 0, bytes(3), large, large));
    assertThat(rows.rows()).isEmpty();

    rows.add(change(Operation.TRUNCATED, 0));
    rows.add(change(Operation.INSERTED, 0, bytes(4), null, null));
    assertThat(rows.rows().orElseThrow()).hasSize(1);
  }

  @Test
  void aChangeOfARowThatIsNotThereIsDamage() {
    ChangedRows rows = new ChangedRows(1);
    rows.add(change(Operation.DELETED, 0, bytes(1), null, null));
    assertDamaged(rows, change(Operation.UPDATED, 2, bytes(1), null, bytes(1)));
    rows.add(change(Operation.TRUNCATED, 0));
    assertDamaged(rows, change(Operation.UPDATED, 2, bytes(2), null, bytes(1)));
    assertDamaged(rows, change(Operation.INSERTED, 0, null, null, null));
  }

  private static void assertDamaged(ChangedRows rows, ChangeRow change) {
    assertThatThrownBy(() -> rows.add(change))
        .isInstanceOfSatisfying(
            BackupException.class,
            damaged -> assertThat(damaged.failure()).isEqualTo(Failure.DAMAGED));
  }

  @Test
  void moreThanAReaderHoldsIsRefused() {
    ChangedRows rows = new ChangedRows(1);
    byte[] large = new byte[1 << 20];
    assertThatThrownBy(
            () -> {
              for (int key = 0; key <= 256; key++) {
                rows.add(change(Operation.UPDATED, 2, bytes(key), null, large));
              }
            })
        .isInstanceOfSatisfying(
            BackupException.class,
            refused -> assertThat(refused.failure()).isEqualTo(Failure.FORMAT_UNSUPPORTED));
  }
}
