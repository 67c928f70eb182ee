package org.nessiebackup.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * The public half of a {@link HostKey}; verifies whether something was signed by that host. It can
 * be shown to everybody.
 *
 * @param text the 32 bytes of the Ed25519 public key as 64 lower-case hexadecimal digits
 */
public record VerificationKey(String text) {
  private static final String ALGORITHM = "Ed25519";
  private static final String LABEL = "PUBLIC KEY";
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]+");
  private static final int LENGTH = 32;

  /** Of the field that the curve is over. */
  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** The curve's d: -121665/121666. */
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(PRIME)).mod(PRIME);

  /** SubjectPublicKeyInfo of RFC 8410, up to the 32 bytes of the key. */
  private static final String PREFIX = "302a300506032b6570032100";

  /**
   * Checks the text.
   *
   * @throws BackupException {@link Failure#USAGE} if it is not the key of anybody
   */
  public VerificationKey {
    if (!FORM.matcher(text).matches()) {
      throw refusal("is not 64 lower-case hexadecimal digits", text);
    }
    try {
      verifier(text);
    } catch (InvalidKeyException e) {
      throw notOnCurve(text);
    }
  }

  /**
   * The key that a person has typed.
   *
   * @throws BackupException {@link Failure#USAGE} if it is not the key of anybody
   */
  public static VerificationKey typed(String text) {
    VerificationKey key = new VerificationKey(text);
    if (!isOnCurve(key.text)) {
      throw notOnCurve(text);
    }
    return key;
  }

  private static BackupException notOnCurve(String text) {
    return refusal("is not a point of the curve", text);
  }

  /**
   * Whether RFC 8032, 5.1.3, decodes it. Native providers find out when they verify, and then
   * nothing is signed by it; who has typed it has to hear of it before.
   */
  static boolean isOnCurve(String text) {
    byte[] bytes = HexFormat.of().parseHex(text);
    bytes[LENGTH - 1] &= 0x7f;
    BigInteger y = new BigInteger(1, reversed(bytes));
    if (y.compareTo(PRIME) >= 0) {
      return false;
    }
    BigInteger square = y.multiply(y);
    BigInteger numerator = square.subtract(BigInteger.ONE);
    BigInteger denominator = D.multiply(square).add(BigInteger.ONE);
    BigInteger root = numerator.multiply(denominator.modInverse(PRIME)).mod(PRIME);
    // Euler's criterion: whether there is an x.
    return root.signum() == 0
        || root.modPow(PRIME.subtract(BigInteger.ONE).shiftRight(1), PRIME).equals(BigInteger.ONE);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static BackupException refusal(String why, String text) {
    // What is not hexadecimal is no key, and may be the content of any file.
    boolean shown = text.length() <= 2 * LENGTH && HEXADECIMAL.matcher(text).matches();
    return Failure.USAGE.exception(
        "a host's public key "
            + why
            + (shown ? ": \"" + text + "\"" : ": a text of " + text.length() + " characters"),
        "It stands where the host's key was made known; copy it whole.");
  }

  static VerificationKey of(EdECPublicKey key) {
    byte[] encoded = key.getEncoded();
    return new VerificationKey(
        HexFormat.of().formatHex(encoded, encoded.length - LENGTH, encoded.length));
  }

  /**
   * Reads a key from the text of a file: PEM as {@code openssl pkey -pubout} writes it, or the 64
   * digits.
   *
   * @param name what to call the file in messages
   * @throws BackupException {@link Failure#USAGE} if it holds something else
   */
  public static VerificationKey parse(String name, String text) {
    Optional<PemText> pem = PemText.find(text);
    if (pem.isEmpty()) {
      return typed(text.strip());
    }
    return pem.filter(each -> each.label().equals(LABEL))
        .flatMap(PemText::bytes)
        .map(bytes -> HexFormat.of().formatHex(bytes))
        .filter(encoded -> encoded.startsWith(PREFIX))
        .map(encoded -> typed(encoded.substring(PREFIX.length())))
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "\"" + name + "\" holds no public Ed25519 key",
                    "`key list --pem` prints one. A private key is never given to be trusted."));
  }

  /** Whether the host with this key has signed the message. */
  public boolean verify(byte[] message, byte[] signature) {
    try {
      Signature verifier = verifier(text);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException notOfTheForm) {
      return false;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("the key was checked", e);
    }
  }

  private static Signature verifier(String text) throws InvalidKeyException {
    try {
      PublicKey key =
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded(text)));
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      return verifier;
    } catch (InvalidKeyException e) {
      throw e;
    } catch (InvalidKeySpecException e) {
      throw new InvalidKeyException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no Ed25519", e);
    }
  }

  private static byte[] encoded(String text) {
    return HexFormat.of().parseHex(PREFIX + text);
  }

  /** The key as openssl reads it: SubjectPublicKeyInfo in PEM. */
  public String spkiPem() {
    return PemText.of(LABEL, encoded(text));
  }

  @Override
  public String toString() {
    return text;
  }
}
