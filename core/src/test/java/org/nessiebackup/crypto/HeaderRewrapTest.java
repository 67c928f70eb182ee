package org.nessiebackup.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderRewrapTest {
  private final Identity old = SampleKeys.identity();
  private final Identity next = SampleKeys.identity();

  @Test
  void newRecipientsReadItAndOldOnesDoNot() throws IOException {
    for (int size : new int[] {0, 1, 65_536, 1_000_000}) {
      byte[] content = SampleKeys.content(size);
      byte[] stored = SampleKeys.encrypt(content, old);
      byte[] rewrapped = SampleKeys.rewrap(stored, old, next, SampleKeys.identity());

      assertThat(SampleKeys.decrypt(rewrapped, next)).isEqualTo(content);
      assertThatThrownBy(() -> SampleKeys.decrypt(rewrapped, old))
          .isInstanceOf(DecryptionException.class);
      assertThat(tail(rewrapped, size + 32)).isEqualTo(tail(stored, size + 32));
    }
  }

  private static byte[] tail(byte[] bytes, int length) {
    return Arrays.copyOfRange(bytes, bytes.length - length, bytes.length);
  }

  @Test
  void headerDoesNotRepeatWhatTheOldOneHad() throws IOException {
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(10), old);

    assertThat(SampleKeys.rewrap(stored, old, old)).hasSameSizeAs(stored).isNotEqualTo(stored);
  }

  @Test
  void wrongIdentityOrChangedHeaderWritesNothing() throws IOException {
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(10), old);
    int header = stored.length - 10 - 32;
    assertRefused(stored, next);
    for (int at = 0; at < header; at++) {
      byte[] changed = stored.clone();
      changed[at] ^= 1;
      assertRefused(changed, old);
    }
  }

  private void assertRefused(byte[] stored, Identity identity) {
    ByteArrayOutputStream target = new ByteArrayOutputStream();

    assertThatThrownBy(
            () ->
                HeaderRewrap.rewrap(
                    new ByteArrayInputStream(stored),
                    new Decryption.Age(List.of(identity)),
                    SampleKeys.to(next),
                    target))
        .isInstanceOf(DecryptionException.class);
    assertThat(target.size()).isZero();
  }

  @Test
  void damageOfThePayloadStaysDamage() throws IOException {
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(10), old);
    stored[stored.length - 1] ^= 1;
    byte[] rewrapped = SampleKeys.rewrap(stored, old, next);

    assertThatThrownBy(() -> SampleKeys.decrypt(rewrapped, next))
        .isInstanceOf(DecryptionException.class);
  }
}
