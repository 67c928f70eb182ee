package org.nessiebackup.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.Forgery;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.testing.SampleRows;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.rows.TipRowsReader;
import org.nessiebackup.vault.tip.TipEncoder;
import org.nessiebackup.vault.tip.TipEpoch;
import org.nessiebackup.vault.tip.TipWriter;

/** Tips as they are written and read, whatever is in them. */
class TipsTest {
  private static final BackupId BASE = new BackupId("20261122T020000Z-7f3a");
  private static final int FIELDS = SampleRows.random(2).fields();
  private static final Tip.Moment MOMENT = new Tip.Moment(SampleManifests.TIME, "742:742:");

  private final MemoryStore store = new MemoryStore();
  private final Identity reader = EncryptedVault.identity();
  private final EncryptedVault keys = EncryptedVault.create(store, reader);

  /** Rows of one column that repeat each other, but for some random bytes. */
  private static SampleRows rows(int seed) {
    byte[] index = new byte[5_000];
    new Random(7).nextBytes(index);
    byte[] own = new byte[50];
    new Random(seed).nextBytes(own);
    System.arraycopy(own, 0, index, seed % 100 * 50, own.length);
    return new SampleRows(
        FIELDS, List.of(Collections.nCopies(FIELDS, index), Collections.nCopies(FIELDS, own)));
  }

  private TipWriter writer() throws IOException {
    if (!store.list("backups/").iterator().hasNext()) {
      keys.backup(BASE.value());
    }
    return keys.open().tips().writer(epoch(), "test");
  }

  private TipEpoch epoch() {
    Vault vault = keys.open();
    return vault.tips().epoch(vault.backups().identified(BASE));
  }

  private static void publish(TipWriter writer, SampleRows rows) throws IOException {
    int fields = rows.fields();
    try (TipEncoder references = writer.references(fields);
        TipEncoder objects = writer.objects(fields)) {
      for (TipEncoder encoder : List.of(references, objects)) {
        encoder.accept(rows.stream(), 0, rows.stream().length);
      }
      List<KeyHash> tipKeys = rows.rows().stream().map(row -> KeyHash.of(row.getFirst())).toList();
      writer.publish(
          MOMENT, Optional.of(references), Optional.of(new TipWriter.NewObjects(objects, tipKeys)));
    }
  }

  @Test
  void writtenTipsAreReadInTheirOrderWithTheirKeys() throws IOException {
    TipWriter writer = writer();
    for (int i = 1; i <= 9; i++) {
      publish(writer, rows(i));
    }
    writer.publish(MOMENT, Optional.empty(), Optional.empty());
    TipEpoch epoch = epoch();

    assertThat(epoch.damage()).isEmpty();
    assertThat(epoch.tips()).extracting(Tip::number).containsExactly(numbers(10));
    assertThat(keys.open().tips().keys(epoch.tips().get(3)))
        .isEqualTo(rows(4).rows().stream().map(row -> KeyHash.of(row.getFirst())).toList());
    assertThat(objects(epoch, epoch.tips().getLast()))
        .usingRecursiveComparison()
        .isEqualTo(LongStream.rangeClosed(1, 9).mapToObj(i -> rows((int) i).stream()).toList());
    for (int i = 1; i <= 9; i++) {
      assertThat(references(epoch, epoch.tips().get(i - 1))).isEqualTo(rows(i).stream());
    }
    assertThat(references(epoch, epoch.tips().getLast())).isEqualTo(rows(9).stream());
  }

  private static Long[] numbers(int last) {
    return LongStream.rangeClosed(1, last).boxed().toArray(Long[]::new);
  }

  private List<byte[]> objects(TipEpoch epoch, Tip asOf) {
    Vault vault = keys.open(reader);
    BackupChain chain = vault.backups().chain(epoch.base());
    // The sample backup has one table only, which stands for both.
    TipRowsReader rows = TipRowsReader.ofObjects(vault, chain, "objs2");
    return read(epoch.objects(asOf), tip -> tip.objects().orElseThrow(), rows);
  }

  private byte[] references(TipEpoch epoch, Tip asOf) {
    Vault vault = keys.open(reader);
    BackupChain chain = vault.backups().chain(epoch.base());
    TipRowsReader rows = TipRowsReader.ofReferences(vault, chain, "objs2");
    return read(epoch.references(asOf), tip -> tip.references().orElseThrow(), rows).getLast();
  }

  private static List<byte[]> read(
      List<Tip> tips, Function<Tip, TipRows> which, TipRowsReader reader) {
    List<byte[]> streams = new ArrayList<>();
    for (Tip tip : tips) {
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      reader.read(tip, which.apply(tip), stream::write);
      streams.add(stream.toByteArray());
    }
    return streams;
  }

  @Test
  void repeatedRowsAreStoredOnce() throws IOException {
    TipWriter writer = writer();
    publish(writer, rows(1));
    publish(writer, rows(2));

    List<Tip> tips = epoch().tips();
    assertThat(tips.get(0).storedBytes()).isGreaterThan(10_000);
    assertThat(tips.get(1).storedBytes()).isLessThan(2_000);
  }

  private void threeTips() throws IOException {
    TipWriter writer = writer();
    for (int i = 1; i <= 3; i++) {
      publish(writer, rows(i));
    }
  }

  private String document(int number) throws IOException {
    try (InputStream in = store.open(Layout.tip(BASE, number))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void replace(int number, byte[] document) throws IOException {
    String name = Layout.tip(BASE, number);
    store.delete(name);
    try (Upload upload = store.create(name)) {
      upload.body().write(document);
      upload.commit();
    }
  }

  /** Those before the damage are of use, and nothing behind it. */
  private void assertUsable(int tips, Failure failure) {
    TipEpoch epoch = epoch();
    assertThat(epoch.tips()).hasSize(tips);
    assertThat(epoch.damage().orElseThrow().failure()).isEqualTo(failure);
  }

  @Test
  void changedBytesAreFound() throws IOException {
    assertChangedBytesAreFound(7);
  }

  @Tag("thorough")
  @Test
  void everyChangedByteIsFound() throws IOException {
    assertChangedBytesAreFound(1);
  }

  private void assertChangedBytesAreFound(int stride) throws IOException {
    threeTips();
    byte[] whole = document(2).getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < whole.length; at += at < 1_200 ? stride : 97) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      replace(2, changed);
      TipEpoch epoch = epoch();
      assertThat(epoch.tips()).as("byte %d", at).hasSize(1);
      assertThat(epoch.damage()).isPresent();
    }
  }

  @Test
  void everyTruncationIsFound() throws IOException {
    threeTips();
    byte[] whole = document(2).getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length += 61) {
      replace(2, Arrays.copyOf(whole, length));
      assertUsable(1, Failure.DAMAGED);
    }
  }

  @Test
  void missingTipEndsWhatCanBeUsed() throws IOException {
    threeTips();
    store.delete(Layout.tip(BASE, 2));

    assertUsable(1, Failure.DAMAGED);
    assertThat(keys.open().tips().newest(keys.open().backups().identified(BASE)))
        .hasValueSatisfying(tip -> assertThat(tip.number()).isEqualTo(3));
  }

  @Test
  void tipThatNobodySignedIsNotBelieved() throws IOException {
    threeTips();
    replace(3, Forgery.sealed(document(3).replace("742:742:", "743:743:")));

    assertUsable(2, Failure.UNTRUSTED);
  }

  @Test
  void tipInTheWrongPlaceIsFound() throws IOException {
    threeTips();
    replace(3, document(2).getBytes(StandardCharsets.UTF_8));

    assertUsable(2, Failure.DAMAGED);
  }

  /** Somebody has kept the first tips of an epoch, and put them in the place of later ones. */
  @Test
  void tipOfAnotherRunIsFound() throws IOException {
    threeTips();
    byte[] third = document(3).getBytes(StandardCharsets.UTF_8);
    store.delete(Layout.tip(BASE, 3));
    store.delete(Layout.tip(BASE, 2));
    publish(writer(), rows(8));
    replace(3, third);

    assertUsable(2, Failure.DAMAGED);
  }

  @Test
  void damagedTipsAreNotGoneOnWith() throws IOException {
    threeTips();
    store.delete(Layout.tip(BASE, 2));

    assertThatThrownBy(this::writer)
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.DAMAGED));
  }

  @Test
  void withoutAnIdentityOnlyKeysCanBeRead() throws IOException {
    threeTips();
    Vault host = keys.open();
    TipEpoch epoch = epoch();

    assertThat(host.tips().keys(epoch.tips().getFirst())).hasSize(2);
    assertThatThrownBy(
            () ->
                TipRowsReader.ofObjects(host, host.backups().chain(epoch.base()), "objs2")
                    .read(
                        epoch.tips().getFirst(),
                        epoch.tips().getFirst().objects().orElseThrow(),
                        (bytes, offset, length) -> {}))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.KEY_MISSING));
  }

  @Test
  void tipsLieBesideBackupsAndAreNone() throws IOException {
    threeTips();

    assertThat(keys.open().tips().stored()).containsOnlyKeys(BASE);
    assertThat(keys.open().tips().objects(BASE)).hasSize(3);
    assertThat(keys.open().backups().list()).hasSize(1);
    assertThat(keys.open().inventory().folders()).hasSize(1);
  }
}
