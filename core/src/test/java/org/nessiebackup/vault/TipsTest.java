package org.nessiebackup.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.testing.SampleRows;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.rows.TipRowsReader;
import org.nessiebackup.vault.tip.TipEncoder;
import org.nessiebackup.vault.tip.TipEpoch;
import org.nessiebackup.vault.tip.TipKey;
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
      List<TipKey> tipKeys = rows.rows().stream().map(row -> TipKey.of(row.getFirst())).toList();
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
        .isEqualTo(rows(4).rows().stream().map(row -> TipKey.of(row.getFirst())).toList());
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
}
