package org.nessiebackup.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.testing.StockProgram;

/** What we encrypt is a plain age file, and keys are those of age-keygen. */
class StockAgeTest {
  private static final int[] SIZES = {0, 1, 65_535, 65_536, 65_537, 131_072, 3_000_000};

  private final StockProgram age = StockProgram.require("age");

  @TempDir private Path folder;

  private String file(Identity identity) throws Exception {
    Path file = Files.createTempFile(folder, "identity-", ".txt");
    return Files.writeString(file, identity.text() + "\n").toString();
  }

  @Test
  void stockAgeDecryptsOurs() throws Exception {
    Identity first = SampleKeys.identity();
    Identity second = SampleKeys.identity();
    for (int size : SIZES) {
      byte[] content = SampleKeys.content(size);
      byte[] stored = SampleKeys.encrypt(content, first, second);

      assertThat(age.run(stored, "-d", "-i", file(first)).succeeded().output()).isEqualTo(content);
      assertThat(age.run(stored, "-d", "-i", file(second)).succeeded().output()).isEqualTo(content);
    }
  }

  @Test
  void weDecryptWhatStockAgeEncrypts() throws Exception {
    Identity identity = SampleKeys.identity();
    String other = SampleKeys.identity().recipient().text();
    String own = identity.recipient().text();
    for (int size : SIZES) {
      byte[] content = SampleKeys.content(size);
      byte[] stored = age.run(content, "-r", other, "-r", own).succeeded().output();

      assertThat(SampleKeys.decrypt(stored, identity)).isEqualTo(content);
    }
  }

  @Test
  void armoredFileIsRefusedAsNotSupported() throws Exception {
    Identity identity = SampleKeys.identity();
    byte[] stored =
        age.run(new byte[10], "-a", "-r", identity.recipient().text()).succeeded().output();

    assertThatExceptionOfType(DecryptionException.class)
        .isThrownBy(() -> SampleKeys.decrypt(stored, identity))
        .withMessageContaining("armored")
        .matches(e -> e.reason() == DecryptionException.Reason.UNSUPPORTED);
  }

  @Test
  void rewrappedFileOpensForTheNewIdentityAndNotForTheOld() throws Exception {
    Identity old = SampleKeys.identity();
    Identity next = SampleKeys.identity();
    for (int size : SIZES) {
      byte[] content = SampleKeys.content(size);
      byte[] stored = age.run(content, "-r", old.recipient().text()).succeeded().output();
      byte[] rewrapped = SampleKeys.rewrap(stored, old, next, SampleKeys.identity());

      assertThat(age.run(rewrapped, "-d", "-i", file(next)).succeeded().output())
          .isEqualTo(content);
      assertThat(age.run(rewrapped, "-d", "-i", file(old)).exitCode()).isNotZero();
    }
  }

  @Test
  void stockIdentityFilesAreRead() throws Exception {
    StockProgram keygen = StockProgram.require("age-keygen");
    String text = keygen.run(new byte[0]).succeeded().text();
    Identity identity = Identities.parse("keys.txt", text).getFirst();

    assertThat(text).contains(identity.text()).contains(identity.recipient().text());
  }

  @Test
  void stockKeygenReadsOurIdentities() throws Exception {
    StockProgram keygen = StockProgram.require("age-keygen");
    Identity made = SampleKeys.identity();
    Identity derived = SampleKeys.hostKey().listIdentity();
    for (Identity identity : List.of(made, derived)) {
      assertThat(keygen.run(new byte[0], "-y", file(identity)).succeeded().text().strip())
          .isEqualTo(identity.recipient().text());
    }
  }
}
