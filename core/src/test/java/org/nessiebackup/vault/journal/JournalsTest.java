package org.nessiebackup.vault.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.EpochId;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.JournalRows;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.Forgery;
import org.nessiebackup.testing.SampleJournal;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.object.Layout;

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
      assertThat(second.rows().orElseThrow().content().length()).isLessThan(1_500);
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

  private static List<String> names(List<JournalMark> marks) {
    return marks.stream().map(JournalMark::name).toList();
  }

  @Test
  void marksAreFoundWithoutReadingFilesThatHaveNone() throws IOException {
    try (JournalWriter writer = keys.open().journal().begin(SampleJournal.draft(), "test")) {
      SampleJournal.publish(writer, 1, "before");
      SampleJournal.publish(writer, 2);
      SampleJournal.publish(writer, 3, "after");
    }
    EpochId epoch = files().epoch().id();
    store.delete(Layout.journalFile(epoch, 2));

    List<JournalMark> marks = keys.open(reader).journal().marks(10);

    assertThat(names(marks)).containsExactly("before", "after");
    assertThat(marks.getFirst())
        .isEqualTo(new JournalMark("before", epoch, SampleJournal.commit(1), SampleJournal.at(1)));
    assertThat(names(keys.open(reader).journal().marks(1))).containsExactly("after");
  }

  @Test
  void markIsWhatItsFileSaysAndNotWhatLeadsThere() throws IOException {
    try (JournalWriter writer = keys.open().journal().begin(SampleJournal.draft(), "test")) {
      SampleJournal.publish(writer, 1, "before");
      SampleJournal.publish(writer, 2);
      EpochId epoch = writer.epoch().id();
      // Told, and then the writer was killed; or somebody who may write has made it up.
      for (long number : new long[] {2, 3}) {
        put(Layout.marked(new Layout.MarkedFile(epoch, number)), new byte[0]);
      }
      put(
          Layout.marked(new Layout.MarkedFile(new EpochId("20200101T000000Z-0001"), 1)),
          new byte[0]);

      assertThat(names(keys.open(reader).journal().marks(10))).containsExactly("before");

      SampleJournal.publish(writer, 3, "after");
    }
    assertThat(names(keys.open(reader).journal().marks(10))).containsExactly("before", "after");
  }

  private void put(String name, byte[] bytes) throws IOException {
    try (Upload upload = store.create(name, Layout.lifetime(name))) {
      upload.body().write(bytes);
      upload.commit();
    }
  }

  private JournalFiles written(int files) {
    try (JournalWriter writer = keys.open().journal().begin(SampleJournal.draft(), "test")) {
      for (int i = 1; i <= files; i++) {
        SampleJournal.publish(writer, i);
      }
    }
    return files();
  }

  private byte[] document(String name) throws IOException {
    try (InputStream in = store.open(name)) {
      return in.readAllBytes();
    }
  }

  private void replace(String name, byte[] document) throws IOException {
    store.delete(name);
    try (Upload upload = store.create(name)) {
      upload.body().write(document);
      upload.commit();
    }
  }

  private List<String> damage() {
    List<String> damage = new ArrayList<>();
    switch (keys.open().journal().newest().orElseThrow()) {
      case StoredEpoch.Unusable unusable -> damage.add(unusable.reason().getMessage());
      case StoredEpoch.Usable usable ->
          keys.open().journal().files(usable).readAll(file -> {}, e -> damage.add(e.getMessage()));
    }
    return damage;
  }

  @Test
  void changedBytesAreFoundAndTheFileNamed() throws IOException {
    assertChangedBytesAreFound(13);
  }

  @Tag("thorough")
  @Test
  void everyChangedByteIsFoundAndTheFileNamed() throws IOException {
    assertChangedBytesAreFound(1);
  }

  private void assertChangedBytesAreFound(int stride) throws IOException {
    EpochId epoch = written(3).epoch().id();
    assertThat(damage()).isEmpty();
    for (String name :
        List.of(Layout.epoch(epoch), Layout.journalFile(epoch, 1), Layout.journalFile(epoch, 2))) {
      byte[] whole = document(name);
      for (int at = 0; at < whole.length; at += at < 1_000 ? stride : 23 * stride) {
        byte[] changed = whole.clone();
        changed[at] ^= 1;
        replace(name, changed);
        assertThat(damage())
            .as("byte %d of %s", at, name)
            .isNotEmpty()
            .first(InstanceOfAssertFactories.STRING)
            .contains(name);
      }
      replace(name, whole);
    }
  }

  @Test
  void everyMissingFileIsNamedAndHowFarTheJournalGoes() throws IOException {
    EpochId epoch = written(4).epoch().id();
    store.delete(Layout.journalFile(epoch, 3));

    assertThat(damage())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains(Layout.journalFile(epoch, 3), "1/201", "2026-11-22 02:00:02 UTC");
    assertThatThrownBy(() -> read(1, 4)).hasMessageContaining(Layout.journalFile(epoch, 3));
    assertSame(read(1, 2), changes(1, 2));
    assertThatThrownBy(() -> keys.open().journal().resume(epoch))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.DAMAGED));
  }

  @Test
  void fileThatNobodySignedIsNotBelieved() throws IOException {
    EpochId epoch = written(2).epoch().id();
    String name = Layout.journalFile(epoch, 2);
    String forged = new String(document(name), StandardCharsets.UTF_8);
    replace(name, Forgery.sealed(forged.replace("\"settings\" : 1", "\"settings\" : 2")));

    assertThatThrownBy(() -> files().file(2))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.UNTRUSTED));
  }

  /** Somebody has kept files of a run that another one has replaced. */
  @Test
  void fileOfAnotherRunIsFound() throws IOException {
    EpochId epoch = written(3).epoch().id();
    byte[] third = document(Layout.journalFile(epoch, 3));
    store.delete(Layout.journalFile(epoch, 3));
    store.delete(Layout.journalFile(epoch, 2));
    try (JournalWriter writer = keys.open().journal().resume(epoch)) {
      SampleJournal.publish(writer, 7);
    }
    replace(Layout.journalFile(epoch, 3), third);

    assertThat(damage())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains(Layout.journalFile(epoch, 3));
  }

  @Test
  void fileIsFoundByReadingAFew() throws IOException {
    EpochId epoch = written(40).epoch().id();
    Lsn wanted = SampleJournal.commit(23);
    AtomicInteger looked = new AtomicInteger();
    FileSearch beyond = FileSearch.beyond(wanted);
    FileSearch counted =
        new FileSearch(
            file -> {
              looked.incrementAndGet();
              return beyond.holds().test(file);
            },
            file -> false);

    assertThat(files().find(40, counted)).hasValueSatisfying(is(23));
    assertThat(looked).hasValueLessThanOrEqualTo(6);
    assertThat(files().find(22, beyond)).isEmpty();
    assertThat(files().find(40, new FileSearch(file -> false, file -> false))).isEmpty();

    store.delete(Layout.journalFile(epoch, 20));
    store.delete(Layout.journalFile(epoch, 21));
    assertThat(files().find(40, counted)).hasValueSatisfying(is(23));
    store.delete(Layout.journalFile(epoch, 22));
    assertThatThrownBy(() -> files().find(40, counted))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.DAMAGED));
    assertThat(files().find(40, beyond)).as("it says where it begins").hasValueSatisfying(is(23));
  }

  private static Consumer<JournalFile> is(long number) {
    return file -> assertThat(file.number()).isEqualTo(number);
  }

  /** A store may also answer with an error although it has stored. */
  @Test
  void wheneverTheStoreFailsNothingIsLostOrDoubled() {
    EpochId epoch = written(1).epoch().id();
    int next = 2;
    for (FaultyStore.Fault fault : FaultyStore.Fault.values()) {
      for (int call = 1; call <= 4; call++) {
        publishWhile(epoch, next, new FaultyStore(store), call, fault);
        try (JournalWriter writer = keys.open().journal().resume(epoch)) {
          if (!writer.reached().has(SampleJournal.commit(next), 3)) {
            SampleJournal.publish(writer, next);
          }
          assertThat(writer.reached().number()).isEqualTo(next);
        }
        next++;
      }
    }
    assertSame(read(1, next - 1), changes(1, next - 1));
  }

  private void publishWhile(
      EpochId epoch, int transaction, FaultyStore lossy, int call, FaultyStore.Fault fault) {
    try (JournalWriter writer = keys.open(lossy).journal().resume(epoch)) {
      lossy.failing(call, fault);
      SampleJournal.publish(writer, transaction);
    } catch (BackupException expected) {
      assertThat(expected.failure()).isEqualTo(Failure.STORE);
    }
  }

  @Test
  void epochThatHasEndedIsNotGoneOnWith() {
    EpochId epoch = written(1).epoch().id();
    try (JournalWriter writer = keys.open().journal().resume(epoch)) {
      SampleJournal.publish(
          writer, 2, Optional.of(new JournalFile.End("stopped", "somebody wanted it")));
    }

    assertThatThrownBy(() -> keys.open().journal().resume(epoch))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.LOCKED));
  }

  /** Also where the server's clock stands still, or was set back. */
  @Test
  void epochsAreInTheOrderInWhichTheyBegan() {
    JournalFiles first = written(2);
    try (JournalWriter writer =
        keys.open()
            .journal()
            .begin(
                SampleJournal.draft(first.asBefore(), new Lsn(SampleJournal.commit(2).value() + 1)),
                "test")) {
      assertThat(keys.open().journal().epochs())
          .extracting(StoredEpoch::id)
          .containsExactly(first.epoch().id(), writer.epoch().id());
    }
  }

  @Test
  void writerLearnsThatTheEpochOrTheSettingsAreNoLongerWhatTheyWere() throws IOException {
    EpochId epoch = written(1).epoch().id();
    Vault vault = keys.open();
    try (JournalWriter writer = vault.journal().resume(epoch)) {
      assertThat(writer.standing()).isEqualTo(JournalWriter.Standing.GOOD);
      vault.changeSettings(
          settings -> settings.withRetention(RetentionPolicy.NONE), "test", SampleJournal.BEGUN);
      assertThat(writer.standing()).isEqualTo(JournalWriter.Standing.SETTINGS_CHANGED);
      store.delete(Layout.epoch(epoch));
      assertThat(writer.standing()).isEqualTo(JournalWriter.Standing.EPOCH_GONE);
    }
  }

  @Test
  void withoutAnIdentityEverythingButRowsCanBeRead() {
    JournalFiles files = written(2);

    assertThat(files.lastFile().orElseThrow().transactions()).hasSize(1);
    assertThatThrownBy(() -> keys.open().journal().rows(files).read(1, 2, row -> {}))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.KEY_MISSING));
  }

  @Test
  void anEpochThatSomebodyHasMadeUpForTheEndOfTimeKeepsNobodyFromBeginningOne() throws IOException {
    EpochId forged = new EpochId("99991231T235959Z-ffff");
    store.overwrite(Layout.epoch(forged), "{}".getBytes(StandardCharsets.UTF_8));

    EpochId begun = written(3).epoch().id();

    assertThat(begun.value()).startsWith("2026");
    Journals journal = keys.open(reader).journal();
    assertThat(journal.newest().map(StoredEpoch::id)).contains(begun);
    assertThat(journal.epochs()).extracting(StoredEpoch::id).containsExactly(begun, forged);
  }
}
