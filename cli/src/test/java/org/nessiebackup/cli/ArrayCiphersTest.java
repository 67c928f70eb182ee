package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The native ciphers in front of Java's own, which are what must come out. */
class ArrayCiphersTest {
  private static final List<String> ALGORITHMS = List.of("AES/GCM/NoPadding", "ChaCha20-Poly1305");
  private static final Provider NATIVE =
      new ArrayCiphers(Conscrypt.newProviderBuilder().setName("Conscrypt").build(), ALGORITHMS);
  private static final byte[] HEAD = {23, 3, 3, 32, 17};
  private static final int TAG = 16;

  private final Random random = new Random(7);

  private static Cipher own(String algorithm) throws GeneralSecurityException {
    return Cipher.getInstance(algorithm, "SunJCE");
  }

  private static Cipher ofNative(String algorithm) throws GeneralSecurityException {
    return Cipher.getInstance(algorithm, NATIVE);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** As a record of TLS is given: the head as additional data, then all in one piece. */
  private static void init(Cipher cipher, int mode, byte[] key, byte[] nonce)
      throws GeneralSecurityException {
    boolean gcm = cipher.getAlgorithm().startsWith("AES");
    AlgorithmParameterSpec parameters =
        gcm ? new GCMParameterSpec(8 * TAG, nonce) : new IvParameterSpec(nonce);
    cipher.init(mode, new SecretKeySpec(key, gcm ? "AES" : "ChaCha20"), parameters);
    cipher.updateAAD(HEAD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES/GCM/NoPadding", "ChaCha20-Poly1305"})
  void recordsAreTheSameAsThoseOfJavasOwn(String algorithm) throws GeneralSecurityException {
    byte[] key = bytes(32);
    Cipher encrypting = ofNative(algorithm);
    Cipher decrypting = ofNative(algorithm);
    for (int length : new int[] {0, 1, 15, 16, 17, 8192, 16_384}) {
      byte[] nonce = bytes(12);
      byte[] text = bytes(length);
      Cipher own = own(algorithm);
      init(own, Cipher.ENCRYPT_MODE, key, nonce);
      byte[] expected = own.doFinal(text);

      init(encrypting, Cipher.ENCRYPT_MODE, key, nonce);
      ByteBuffer encrypted = ByteBuffer.allocate(length + TAG);
      encrypting.doFinal(ByteBuffer.wrap(text), encrypted);
      assertThat(encrypted.array()).isEqualTo(expected);

      init(decrypting, Cipher.DECRYPT_MODE, key, nonce);
      ByteBuffer outside = ByteBuffer.allocateDirect(length);
      decrypting.doFinal(ByteBuffer.allocateDirect(expected.length).put(expected).flip(), outside);
      byte[] decrypted = new byte[length];
      outside.flip().get(decrypted);
      assertThat(decrypted).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES/GCM/NoPadding", "ChaCha20-Poly1305"})
  void aRecordIsDecryptedInItsOwnPlace(String algorithm) throws GeneralSecurityException {
    byte[] key = bytes(16 + (algorithm.startsWith("AES") ? 0 : 16));
    byte[] nonce = bytes(12);
    byte[] text = bytes(8192);
    Cipher own = own(algorithm);
    init(own, Cipher.ENCRYPT_MODE, key, nonce);
    byte[] record = new byte[HEAD.length + 8 + text.length + TAG];
    own.doFinal(text, 0, text.length, record, HEAD.length + 8);

    Cipher cipher = ofNative(algorithm);
    init(cipher, Cipher.DECRYPT_MODE, key, nonce);
    ByteBuffer whole = ByteBuffer.wrap(record).position(HEAD.length + 8);
    int written = cipher.doFinal(whole.duplicate(), whole);

    assertThat(written).isEqualTo(text.length);
    assertThat(Arrays.copyOfRange(record, HEAD.length + 8, HEAD.length + 8 + written))
        .isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES/GCM/NoPadding", "ChaCha20-Poly1305"})
  void aChangedBitIsRefused(String algorithm) throws GeneralSecurityException {
    byte[] key = bytes(32);
    byte[] nonce = bytes(12);
    Cipher own = own(algorithm);
    init(own, Cipher.ENCRYPT_MODE, key, nonce);
    byte[] encrypted = own.doFinal(bytes(100));
    for (int at : new int[] {0, 99, encrypted.length - 1}) {
      byte[] changed = encrypted.clone();
      changed[at] ^= 4;
      Cipher cipher = ofNative(algorithm);
      init(cipher, Cipher.DECRYPT_MODE, key, nonce);
      assertThatThrownBy(() -> cipher.doFinal(ByteBuffer.wrap(changed), ByteBuffer.allocate(100)))
          .isInstanceOf(AEADBadTagException.class);
    }
  }
}
