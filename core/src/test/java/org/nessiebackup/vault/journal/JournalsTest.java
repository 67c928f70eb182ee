package org.nessiebackup.vault.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.JournalRows;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.SampleJournal;

/** A journal as it is written and read, whatever is in it. */
class JournalsTest {
  private final MemoryStore store = new MemoryStore();
  private final Identity reader = EncryptedVault.identity();
  private final EncryptedVault keys = EncryptedVault.create(store, reader);

  private JournalFiles files() {
    Journals journal = keys.open(reader).journal();
    return journal.files(journal.newest().orElseThrow().id());
  }

  private List<ChangeRow> read(long first, long last) {
    Journals journal = keys.open(reader).journal();
    List<ChangeRow> changes = new ArrayList<>();
    journal.rows(files()).read(first, last, changes::add);
    return changes;
  }

  private static List<ChangeRow> changes(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .boxed()
        .flatMap(i -> SampleJournal.changes(i, 3).stream())
        .toList();
  }

  private static void assertSame(List<ChangeRow> found, List<ChangeRow> written) {
    assertThat(found).usingRecursiveComparison().isEqualTo(written);
  }

  @Test
  void writtenChangesAreReadFromWhateverFileOn() {
    try (JournalWriter writer = keys.open().journal().begin(SampleJournal.draft(), "test")) {
      for (int i = 1; i <= 9; i++) {
        SampleJournal.publish(writer, i);
      }
    }

    assertThat(files().count()).isEqualTo(9);
    for (int first = 1; first <= 9; first++) {
      assertSame(read(first, 9), changes(first, 9));
    }
    assertSame(read(4, 6), changes(4, 6));
  }

  @Test
  void repeatedRowsAreStoredOnce() {
    try (JournalWriter writer = keys.open().journal().begin(SampleJournal.draft(), "test")) {
      SampleJournal.publish(writer, 1);
      JournalFile second = SampleJournal.publish(writer, 2);

      assertThat(second.rows().flatMap(JournalRows::dictionary))
          .hasValue(new JournalRows.Range(1, 1, 1));
      assertThat(second.rows().orElseThrow().contentBytes().length).isLessThan(1_500);
    }
  }

  @Test
  void writerThatWasKilledIsFollowedByAnotherOneWithinATransaction() {
    try (JournalWriter writer = keys.open().journal().begin(SampleJournal.draft(), "test")) {
      SampleJournal.publish(writer, 1);
      SampleJournal.changes(2, 5).subList(0, 3).forEach(writer.changes()::add);
      writer.publish(
          SampleJournal.commit(2),
          SampleJournal.at(2),
          JournalWriter.Named.NOTHING,
          Optional.empty());
      SampleJournal.changes(2, 5).subList(3, 4).forEach(writer.changes()::add);
    }

    try (JournalWriter writer = keys.open().journal().resume(files().epoch().id())) {
      assertThat(writer.reached().number()).isEqualTo(2);
      assertThat(writer.reached().has(SampleJournal.commit(1), 9)).isTrue();
      assertThat(writer.reached().has(SampleJournal.commit(2), 3)).isTrue();
      assertThat(writer.reached().has(SampleJournal.commit(2), 4)).isFalse();
      SampleJournal.changes(2, 5).subList(3, 5).forEach(writer.changes()::add);
      writer.publish(
          new Lsn(SampleJournal.commit(2).value() + 1),
          SampleJournal.at(2),
          JournalWriter.Named.NOTHING,
          Optional.empty());
    }
    assertSame(read(2, 3), SampleJournal.changes(2, 5));
  }

  @Test
  void ofTwoWritersOneLearnsOfTheOther() {
    Journals journal = keys.open().journal();
    try (JournalWriter one = journal.begin(SampleJournal.draft(), "test");
        JournalWriter other = journal.resume(one.epoch().id())) {
      SampleJournal.publish(one, 1);

      assertThatThrownBy(() -> SampleJournal.publish(other, 2))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.LOCKED));
    }
  }
}
