package org.nessiebackup.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.testing.SampleRows;
import org.nessiebackup.testing.StockProgram;

class SegmentDictionaryTest {
  private final SampleRows before = new SampleRows(1, List.of(List.of(random(20_000))));
  private final SampleRows after =
      new SampleRows(1, List.of(List.of(before.rows().getFirst().getFirst()), List.of(random(9))));
  private final SegmentDictionary dictionary = new SegmentDictionary(before.stream());

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] write(SampleRows rows, Optional<SegmentDictionary> dictionary)
      throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (SegmentWriter writer =
        new SegmentWriter(
            stored, rows.fields(), new SegmentEncoder(new Encryption.None(), dictionary))) {
      writer.accept(rows.stream(), 0, rows.stream().length);
      writer.finish();
    }
    return stored.toByteArray();
  }

  private byte[] read(byte[] stored, Optional<SegmentDictionary> with) throws IOException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    SegmentReader.read(
        new ByteArrayInputStream(stored),
        new SegmentDecoder(new Decryption.None(), with),
        after.fields(),
        Long.MAX_VALUE,
        rows::write);
    return rows.toByteArray();
  }

  @Test
  void whatTheDictionaryHoldsTakesNoRoom() throws IOException {
    assertThat(write(after, Optional.empty()).length).isGreaterThan(20_000);
    assertThat(write(after, Optional.of(dictionary)).length).isLessThan(200);
  }

  @Test
  void rowsComeBackWithTheSameDictionary() throws IOException {
    assertThat(read(write(after, Optional.of(dictionary)), Optional.of(dictionary)))
        .isEqualTo(after.stream());
  }

  @Test
  void withoutTheDictionaryOrWithAnotherTheSegmentIsUnreadable() throws IOException {
    byte[] stored = write(after, Optional.of(dictionary));

    for (Optional<SegmentDictionary> wrong :
        List.of(
            Optional.<SegmentDictionary>empty(),
            Optional.of(new SegmentDictionary(random(20_000))))) {
      assertThatThrownBy(() -> read(stored, wrong)).isInstanceOf(DamagedSegmentException.class);
    }
  }

  @Test
  void stockZstdReadsItWithTheRowsOfTheDictionary(@TempDir Path folder) throws Exception {
    StockProgram zstd = StockProgram.require("zstd");
    Path rows = Files.write(folder.resolve("dictionary"), before.stream());
    byte[] stored = write(after, Optional.of(dictionary));

    assertThat(zstd.run(stored, "-d", "-D", rows.toString()).succeeded().output())
        .isEqualTo(after.stream());
  }
}
