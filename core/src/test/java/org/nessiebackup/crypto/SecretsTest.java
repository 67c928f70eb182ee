package org.nessiebackup.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Nothing that is printed or logged contains a secret, or a part of one that would help. */
class SecretsTest {
  private final Identity identity = SampleKeys.identity();
  private final HostKey key = SampleKeys.hostKey();

  @Test
  void secretsAreMasked() {
    assertThat(identity).hasToString("***");
    assertThat(key).hasToString("***");
    assertThat(new Decryption.Age(List.of(identity)).toString()).doesNotContain("SECRET");
    assertThat(PemText.find(key.pem()).orElseThrow()).hasToString("PRIVATE KEY");
  }

  @Test
  void errorsAboutIdentitiesDoNotContainThem() {
    String text = identity.text();
    for (String damaged :
        List.of(
            text.substring(0, 73),
            text + "Q",
            text.replace('1', '2'),
            text.toLowerCase(Locale.ROOT),
            text.substring(3),
            text.replace("AGE-SECRET-KEY-1", ""),
            "AGE-PLUGIN-X" + text.substring(14),
            "identity: " + text)) {
      assertKeepsSecret(text, () -> Identities.parse("keys.txt", "# comment\n" + damaged));
      assertKeepsSecret(text, () -> new Identity(damaged));
      assertKeepsSecret(text, () -> new Recipient(damaged));
    }
    assertKeepsSecret(text, () -> HostKey.parse("host.pem", text));
    assertKeepsSecret(text, () -> new VerificationKey(text));
  }

  @Test
  void errorsAboutHostKeysDoNotContainThem() {
    String secret = key.pem().lines().toList().get(1);
    for (String damaged :
        List.of(
            key.pem().replaceFirst("KEY-----\n..", "KEY-----\n"),
            key.pem().replace("MC4CAQ", "MC4CAg"),
            key.pem().replace("YDK2Vw", "YDK2Vu"),
            key.pem().replace("PRIVATE KEY", "EC PRIVATE KEY"),
            secret,
            "*" + key.pem().replace("\n-----END", "*\n-----END"))) {
      assertThat(damaged).isNotEqualTo(key.pem());
      assertKeepsSecret(secret.substring(22), () -> HostKey.parse("host.pem", damaged));
    }
    assertKeepsSecret(secret.substring(22), () -> Identities.parse("keys.txt", key.pem()));
    assertKeepsSecret(secret.substring(22), () -> new Recipient(secret));
  }

  @Test
  void errorsOfDecryptionDoNotContainTheIdentity() throws Exception {
    byte[] stored = SampleKeys.encrypt(SampleKeys.content(10), SampleKeys.identity());

    assertKeepsSecret(identity.text(), () -> SampleKeys.decrypt(stored, identity));
  }

  /** Looks for every part of 8 characters, in the whole trace with all causes. */
  private static void assertKeepsSecret(String secret, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isNotNull();
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    String shown = trace.toString().toLowerCase(Locale.ROOT);
    String hidden = secret.toLowerCase(Locale.ROOT).replace("age-secret-key-1", "");
    for (int at = 0; at + 8 <= hidden.length(); at++) {
      assertThat(shown).doesNotContain(hidden.substring(at, at + 8));
    }
  }
}
