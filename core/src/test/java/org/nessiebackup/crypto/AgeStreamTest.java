package org.nessiebackup.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgeStreamTest {
  private static final int CHUNK = 64 * 1024;
  private static final int STORED_CHUNK = CHUNK + 16;
  private static final int NONCE = 16;

  private final Identity identity = SampleKeys.identity();

  @Test
  void everySizeComesBack() throws IOException {
    for (int size :
        new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 5_000_000}) {
      byte[] content = SampleKeys.content(size);
      byte[] stored = SampleKeys.encrypt(content, identity);

      assertThat(SampleKeys.decrypt(stored, identity)).isEqualTo(content);
      assertThat(stored.length - headerLength(stored))
          .isEqualTo(NONCE + size + 16 * Math.max(1, (size + CHUNK - 1) / CHUNK));
    }
  }

  private static int headerLength(byte[] stored) {
    String text = new String(stored, StandardCharsets.ISO_8859_1);
    return text.indexOf('\n', text.indexOf("\n--- ") + 1) + 1;
  }

  @Test
  void piecesOfAnySizeComeBack() throws IOException {
    byte[] content = SampleKeys.content(200_000);
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream stream = SampleKeys.to(identity).encrypt(stored)) {
      stream.write(content[0]);
      for (int at = 1; at < content.length; at += 777) {
        stream.write(content, at, Math.min(777, content.length - at));
        stream.flush();
      }
    }
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    byte[] buffer = new byte[4099];
    try (InputStream stream =
        new Decryption.Age(List.of(identity)).decrypt(slow(stored.toByteArray()))) {
      back.write(stream.read());
      assertThat(stream.read(buffer, 0, 0)).isZero();
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        back.write(buffer, 0, read);
      }
      assertThat(stream.read()).isNegative();
    }

    assertThat(back.toByteArray()).isEqualTo(content);
  }

  /** Gives few bytes at a time, as the network does. */
  private static InputStream slow(byte[] bytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(length, 1000));
      }
    };
  }

  @Test
  void eachOfSeveralRecipientsReadsItAndNobodyElse() throws IOException {
    Identity second = SampleKeys.identity();
    Identity third = SampleKeys.identity();
    Identity stranger = SampleKeys.identity();
    byte[] content = SampleKeys.content(1000);
    byte[] stored = SampleKeys.encrypt(content, identity, second, third);
    for (Identity reader : List.of(identity, second, third)) {
      assertThat(SampleKeys.decrypt(stored, reader)).isEqualTo(content);
      assertThat(SampleKeys.decrypt(stored, stranger, reader)).isEqualTo(content);
      assertThat(opens(stored, stranger, reader)).isTrue();
    }

    assertThat(opens(stored, stranger)).isFalse();
    assertThatExceptionOfType(DecryptionException.class)
        .isThrownBy(() -> SampleKeys.decrypt(stored, stranger))
        .withMessage("the identity that was given does not open it")
        .matches(e -> e.reason() == DecryptionException.Reason.NO_IDENTITY_MATCHES);
  }

  private static boolean opens(byte[] stored, Identity... identities) throws IOException {
    return new Decryption.Age(List.of(identities)).opens(new ByteArrayInputStream(stored));
  }

  @Test
  void asManyRecipientsAsAreAllowedFit() throws IOException {
    Identity[] readers = new Identity[100];
    Arrays.setAll(readers, number -> SampleKeys.identity());
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(10), readers);

    assertThat(SampleKeys.decrypt(stored, readers[99])).isEqualTo(SampleKeys.content(10));
    assertThatThrownBy(
            () -> {
              Identity[] more = Arrays.copyOf(readers, 101);
              more[100] = SampleKeys.identity();
              SampleKeys.to(more);
            })
        .hasMessageContaining("not 101");
  }

  @Test
  void headerIsEnoughToKnowWhetherAnIdentityFits() throws IOException {
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(10), identity);
    byte[] header = Arrays.copyOf(stored, headerLength(stored));

    assertThat(opens(header, identity)).isTrue();
    assertThat(opens(header, SampleKeys.identity())).isFalse();
    assertThatThrownBy(() -> opens(Arrays.copyOf(header, header.length - 1), identity))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void everyTruncationIsAnError() throws IOException {
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(100), identity);
    for (int length = 0; length < stored.length; length++) {
      assertDamaged(Arrays.copyOf(stored, length));
    }
  }

  @Test
  void everyChangedByteIsAnError() throws IOException {
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(100), identity);
    for (int at = 0; at < stored.length; at++) {
      for (int bit : new int[] {1, 4, 32, 128}) {
        byte[] changed = stored.clone();
        changed[at] ^= (byte) bit;

        assertThatThrownBy(() -> SampleKeys.decrypt(changed, identity))
            .describedAs("byte %d, bit %d", at, bit)
            .isInstanceOf(DecryptionException.class);
      }
    }
  }

  private void assertDamaged(byte[] stored) {
    assertThatExceptionOfType(DecryptionException.class)
        .describedAs("%d bytes", stored.length)
        .isThrownBy(() -> SampleKeys.decrypt(stored, identity))
        .matches(e -> e.reason() == DecryptionException.Reason.DAMAGED);
  }

  @Test
  void chunksCannotBeTakenAwayAddedOrExchanged() throws IOException {
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(3 * CHUNK), identity);
    int first = headerLength(stored) + NONCE;
    for (int cut : new int[] {0, 1, 2}) {
      for (int near : new int[] {-1, 0, 1}) {
        assertDamaged(Arrays.copyOf(stored, first + cut * STORED_CHUNK + near));
      }
    }
    assertDamaged(Arrays.copyOf(stored, stored.length + 1));
    assertDamaged(Arrays.copyOf(stored, stored.length + 16));
    byte[] twice = Arrays.copyOf(stored, stored.length + STORED_CHUNK);
    System.arraycopy(stored, stored.length - STORED_CHUNK, twice, stored.length, STORED_CHUNK);
    assertDamaged(twice);
    byte[] exchanged = stored.clone();
    System.arraycopy(stored, first, exchanged, first + STORED_CHUNK, STORED_CHUNK);
    System.arraycopy(stored, first + STORED_CHUNK, exchanged, first, STORED_CHUNK);
    assertDamaged(exchanged);
  }

  @Test
  void streamGivesNothingAfterDamage() throws IOException {
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(3 * CHUNK), identity);
    stored[headerLength(stored) + NONCE + STORED_CHUNK + 5] ^= 1;
    byte[] piece = new byte[CHUNK];
    try (InputStream stream =
        new Decryption.Age(List.of(identity)).decrypt(new ByteArrayInputStream(stored))) {
      assertThat(stream.readNBytes(piece, 0, CHUNK)).isEqualTo(CHUNK);
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() -> stream.read(piece))
            .isInstanceOf(DecryptionException.class)
            .hasMessageContaining("after 65536 decrypted bytes");
      }
    }
  }

  @Test
  void headersOutOfFormAreErrorsAndNeverReadWithoutBound() throws IOException {
    String whole =
        new String(
            SampleKeys.encrypt(SampleKeys.content(10), identity), StandardCharsets.ISO_8859_1);
    for (String hostile :
        List.of(
            "",
            "\n",
            "not an age file at all\n",
            "age-encryption.org/v1\n",
            "age-encryption.org/v1\n--- " + "A".repeat(43) + "\n",
            "age-encryption.org/v1\n-> \n\n--- " + "A".repeat(43) + "\n",
            "age-encryption.org/v1\n-> X25519  a\n\n--- " + "A".repeat(43) + "\n",
            whole.replace("\n--- ", "\n---"),
            whole.replace("\n--- ", "\n---\n"),
            whole.replaceFirst("\n--- ", "=\n--- "),
            whole.replaceFirst("\n", "\r\n"),
            whole.replaceFirst("-> X25519", "-> X25519\u0000"),
            "age-encryption.org/v1\n-> X25519 a\n" + "A".repeat(68) + "\n")) {
      assertThatThrownBy(() -> SampleKeys.decrypt(latin(hostile), identity))
          .isInstanceOf(DecryptionException.class);
    }
    for (String endless : List.of("A", "-> X25519 a\n\n", "-> a\n" + ("A".repeat(64) + "\n"))) {
      assertThatThrownBy(
              () ->
                  new Decryption.Age(List.of(identity))
                      .decrypt(
                          new ByteArrayInputStream(
                              latin("age-encryption.org/v1\n" + endless.repeat(50_000)))))
          .isInstanceOf(DecryptionException.class);
    }
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void otherVersionIsNotSupportedRatherThanDamaged() {
    assertThatExceptionOfType(DecryptionException.class)
        .isThrownBy(() -> opens(latin("age-encryption.org/v2\n"), identity))
        .matches(e -> e.reason() == DecryptionException.Reason.UNSUPPORTED);
  }

  @Test
  void stanzasForOthersArePassedOver() throws IOException {
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(10), identity);
    AgeHeader header = AgeHeader.read(new ByteArrayInputStream(stored));
    for (int length : new int[] {0, 1, 47, 48, 49, 96}) {
      SampleStanza foreign = new SampleStanza("joint", List.of("a", "b!~"), new byte[length]);
      FileKey key = header.unwrap(List.of(identity));
      List<RecipientStanza> stanzas = new ArrayList<>(SampleKeys.to(identity).wrap(key));
      stanzas.addFirst(foreign);
      byte[] written = AgeHeader.write(key, stanzas);

      assertThat(opens(written, identity)).isTrue();
    }
  }

  @Test
  void targetStaysOpenAndGetsNothingAfterItFailed() throws IOException {
    FailingTarget target = new FailingTarget(STORED_CHUNK);
    OutputStream stream = SampleKeys.to(identity).encrypt(target);
    assertThatThrownBy(() -> stream.write(new byte[4 * CHUNK])).hasMessage("no room");
    target.limit = Integer.MAX_VALUE;
    int before = target.count;
    stream.close();

    assertThat(target.count).isEqualTo(before);
    assertThat(target.closed).isFalse();
    assertThatThrownBy(() -> stream.write(1)).isInstanceOf(IOException.class);
  }

  private static final class FailingTarget extends OutputStream {
    private int limit;
    private int count;
    private boolean closed;

    FailingTarget(int limit) {
      this.limit = limit;
    }

    @Override
    public void write(int value) throws IOException {
      if (count == limit) {
        throw new IOException("no room");
      }
      count++;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void errorsOfTheSourceAreNotTakenForDamage() throws IOException {
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(2 * CHUNK), identity);
    InputStream broken =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(new ByteArrayInputStream(stored, 0, STORED_CHUNK), new BrokenSource())));
    assertThatThrownBy(() -> new Decryption.Age(List.of(identity)).decrypt(broken).readAllBytes())
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("connection lost");
  }

  private static final class BrokenSource extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("connection lost");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("connection lost");
    }
  }

  @Test
  void withoutEncryptionBytesStayAsTheyAre() throws IOException {
    byte[] content = SampleKeys.content(1000);
    FailingTarget target = new FailingTarget(Integer.MAX_VALUE);
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream stream = new Encryption.None().encrypt(stored);
        OutputStream other = new Encryption.None().encrypt(target)) {
      stream.write(content);
      other.write(content);
    }

    assertThat(target.closed).isFalse();
    assertThat(stored.toByteArray()).isEqualTo(content);
    assertThat(new Decryption.None().decrypt(new ByteArrayInputStream(content)).readAllBytes())
        .isEqualTo(content);
    assertThat(new Decryption.None().opens(new ByteArrayInputStream(content))).isTrue();
  }
}
