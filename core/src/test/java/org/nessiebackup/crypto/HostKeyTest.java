package org.nessiebackup.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

class HostKeyTest {
  private static final byte[] MESSAGE = "a manifest".getBytes(StandardCharsets.UTF_8);

  private final HostKey key = SampleKeys.hostKey();

  /** Test 1 of RFC 8032, section 7.1. */
  @Test
  void signsAsTheSpecificationOfEd25519Says() {
    byte[] seed = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    byte[] encoded = new byte[48];
    System.arraycopy(hex("302e020100300506032b657004220420"), 0, encoded, 0, 16);
    System.arraycopy(seed, 0, encoded, 16, 32);
    HostKey example = HostKey.parse("example.pem", PemText.of("PRIVATE KEY", encoded));

    assertThat(example.verificationKey().text())
        .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assertThat(example.sign(new byte[0]))
        .isEqualTo(
            hex(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                    + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
    assertThat(example.pem()).isEqualTo(PemText.of("PRIVATE KEY", encoded));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  @Test
  void keyIsTheSameAfterItWasWrittenAndRead() {
    HostKey again = HostKey.parse("host.pem", key.pem());

    assertThat(again.pem()).isEqualTo(key.pem());
    assertThat(again.verificationKey()).isEqualTo(key.verificationKey());
    assertThat(again.listIdentity()).isEqualTo(key.listIdentity());
    assertThat(again.sign(MESSAGE)).isEqualTo(key.sign(MESSAGE));
    assertThat(HostKey.parse("host.pem", "text\r\n" + key.pem().replace("\n", "\r\n")).pem())
        .isEqualTo(key.pem());
  }

  @Test
  void signatureFitsItsMessageAndItsKeyOnly() {
    byte[] signature = key.sign(MESSAGE);
    VerificationKey verification = key.verificationKey();

    assertThat(signature).hasSize(64);
    assertThat(verification.verify(MESSAGE, signature)).isTrue();
    assertThat(verification.verify("another".getBytes(StandardCharsets.UTF_8), signature))
        .isFalse();
    assertThat(SampleKeys.hostKey().verificationKey().verify(MESSAGE, signature)).isFalse();
    for (int bit = 0; bit < signature.length * 8; bit++) {
      byte[] changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(verification.verify(MESSAGE, changed)).isFalse();
    }
    assertThat(verification.verify(MESSAGE, new byte[0])).isFalse();
    assertThat(verification.verify(MESSAGE, new byte[65])).isFalse();
  }

  @Test
  void listIdentityOpensWhatIsEncryptedToItAndBelongsToOneKey() throws IOException {
    Identity identity = key.listIdentity();
    byte[] stored = SampleKeys.encrypt(MESSAGE, SampleKeys.identity(), identity);

    assertThat(SampleKeys.decrypt(stored, key.listIdentity())).isEqualTo(MESSAGE);
    assertThat(SampleKeys.hostKey().listIdentity()).isNotEqualTo(identity);
  }

  @Test
  void verificationKeyIsReadFromItsText() {
    VerificationKey verification = key.verificationKey();

    assertThat(verification.text()).matches("[0-9a-f]{64}");
    assertThat(new VerificationKey(verification.text())).isEqualTo(verification);
    String notOnTheCurve = "02" + "0".repeat(62);
    for (String wrong :
        List.of("", "00", verification.text() + "0", "g".repeat(64), notOnTheCurve)) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> VerificationKey.typed(wrong))
          .matches(e -> e.failure() == Failure.USAGE);
    }
  }

  @Test
  void keysOfOtherKindsAreRefused() throws Exception {
    for (String algorithm : List.of("X25519", "Ed448", "RSA", "EC")) {
      byte[] encoded =
          KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
      assertRefused(PemText.of("PRIVATE KEY", encoded), "is not an Ed25519 key");
    }
    assertRefused(key.verificationKey().spkiPem(), "PUBLIC KEY, not PRIVATE KEY");
    assertRefused(key.pem().replace("PRIVATE", "ENCRYPTED PRIVATE"), "ENCRYPTED PRIVATE KEY");
    assertRefused(key.pem().replace("PRIVATE", "OPENSSH PRIVATE"), "OPENSSH PRIVATE KEY");
    assertRefused(SampleKeys.identity().text(), "there is no key");
    assertRefused("", "there is no key");
    assertRefused(key.pem().substring(0, 60), "there is no key");
    assertRefused(key.pem().replaceFirst(".\n-", "*\n-"), "is not whole");
    assertRefused(key.pem().replaceFirst("KEY-----\n....", "KEY-----\n"), "is not an Ed25519 key");
  }

  private static void assertRefused(String text, String message) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> HostKey.parse("host.pem", text))
        .withMessageContaining("\"host.pem\"")
        .withMessageContaining(message)
        .matches(e -> e.failure() == Failure.USAGE)
        .matches(e -> e.hint().isPresent());
  }

  @Test
  void whatIsAPointOfTheCurveIsKnownWithoutAnyProvider() throws GeneralSecurityException {
    Random random = new Random(17);
    int points = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      String text = HexFormat.of().formatHex(bytes);
      boolean java = javaDecodes(bytes);
      points += java ? 1 : 0;
      assertThat(VerificationKey.isOnCurve(text)).as(text).isEqualTo(java);
    }
    assertThat(points).isBetween(100, 200);
  }

  /** By Java's own provider, which decodes a key before it verifies. */
  private static boolean javaDecodes(byte[] bytes) throws GeneralSecurityException {
    byte[] encoded = hex("302a300506032b6570032100" + HexFormat.of().formatHex(bytes));
    try {
      Signature.getInstance("Ed25519", "SunEC")
          .initVerify(
              KeyFactory.getInstance("Ed25519", "SunEC")
                  .generatePublic(new X509EncodedKeySpec(encoded)));
      return true;
    } catch (InvalidKeyException | InvalidKeySpecException e) {
      return false;
    }
  }
}
