package org.nessiebackup.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * The one secret of a host that makes backups: an Ed25519 key. With it the host signs what it
 * writes, and reads the lists of keys that it keeps in a vault; backups it cannot read.
 *
 * <p>As a text it is PKCS#8 in PEM, as {@code openssl genpkey -algorithm ed25519} writes it.
 */
public final class HostKey {
  private static final String ALGORITHM = "Ed25519";
  private static final String LABEL = "PRIVATE KEY";
  private static final String KEY_LISTS = "nessie-backup key lists v1";
  private static final int SEED_LENGTH = 32;

  private final byte[] seed;
  private final PrivateKey key;

  private HostKey(byte[] seed) {
    this.seed = seed;
    try {
      key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    } catch (GeneralSecurityException e) {
      throw lacking(e);
    }
  }

  /** A new one. */
  public static HostKey generate(SecureRandom random) {
    byte[] seed = new byte[SEED_LENGTH];
    random.nextBytes(seed);
    return new HostKey(seed);
  }

  /**
   * Reads a key from the text of a file.
   *
   * @param name what to call the file in messages
   * @throws BackupException {@link Failure#USAGE} if it holds something else; what is in the file
   *     is not quoted
   */
  public static HostKey parse(String name, String text) {
    PemText pem =
        PemText.find(text).orElseThrow(() -> refusal("there is no key in \"" + name + "\""));
    if (!pem.label().equals(LABEL)) {
      throw refusal(
          "\"" + name + "\" holds a key of another kind: " + pem.label() + ", not " + LABEL);
    }
    byte[] encoded =
        pem.bytes().orElseThrow(() -> refusal("the key in \"" + name + "\" is not whole"));
    try {
      return new HostKey(seed(encoded));
    } catch (InvalidKeySpecException e) {
      // Without the cause, which is free to say what it has seen.
      throw refusal("the key in \"" + name + "\" is not an Ed25519 key");
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static byte[] seed(byte[] encoded) throws InvalidKeySpecException {
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return ((EdECPrivateKey) key).getBytes().orElseThrow();
    } catch (InvalidKeySpecException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw lacking(e);
    }
  }

  private static BackupException refusal(String message) {
    return Failure.USAGE.exception(
        message,
        "A host's key is made by `openssl genpkey -algorithm ed25519`, unencrypted, in a file that"
            + " only the host can read.");
  }

  private static IllegalStateException lacking(GeneralSecurityException cause) {
    return new IllegalStateException("this Java has no Ed25519", cause);
  }

  /** The text of this key, for a file that only its host can read. */
  public String pem() {
    return PemText.of(LABEL, key.getEncoded());
  }

  /** The signature of a message: 64 bytes, the same for the same message (RFC 8032, pure). */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw lacking(e);
    }
  }

  /** The public half, which verifies signatures. */
  public VerificationKey verificationKey() {
    try {
      // Java derives a public key only where it makes a pair, from the random numbers it asks for.
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, new FixedNumbers(seed));
      KeyPair pair = generator.generateKeyPair();
      byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      if (!Arrays.equals(used, seed)) {
        throw new IllegalStateException("this Java makes Ed25519 keys in another way");
      }
      return VerificationKey.of((EdECPublicKey) pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw lacking(e);
    }
  }

  /**
   * An identity that belongs to this key and to nothing else. Lists of keys are encrypted to its
   * recipient too, so that the host can read them. It says nothing about the signing key.
   */
  public Identity listIdentity() {
    return Identity.of(KeyDerivation.derive(seed, KEY_LISTS));
  }

  /** Three asterisks: it is a secret. */
  @Override
  public String toString() {
    return "***";
  }

  /** Not random at all: the same bytes for whoever asks. */
  private static final class FixedNumbers extends SecureRandom {
    private final byte[] numbers;

    FixedNumbers(byte[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(numbers, 0, bytes, 0, bytes.length);
    }
  }
}
