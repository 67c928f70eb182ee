package org.nessiebackup.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

class KeysTest {

  private final Identity identity = SampleKeys.identity();

  @Test
  void recipientsAreEqualWhateverTheirCase() {
    Recipient recipient = identity.recipient();

    assertThat(recipient.text()).hasSize(62).startsWith("age1");
    assertThat(new Recipient(recipient.text().toUpperCase(Locale.ROOT)))
        .isEqualTo(recipient)
        .hasToString(recipient.text());
  }

  @Test
  void everyMistypedCharacterOfARecipientIsNoticedAndShown() {
    String text = identity.recipient().text();
    for (int at = 0; at < text.length(); at++) {
      char other = text.charAt(at) == 'q' ? 'p' : 'q';
      String mistyped = text.substring(0, at) + other + text.substring(at + 1);

      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> new Recipient(mistyped))
          .matches(e -> e.failure() == Failure.USAGE)
          .matches(e -> e.hint().isPresent());
    }
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> new Recipient(text.substring(0, 61)))
        .withMessageContaining("\"" + text.substring(0, 61) + "\"");
    for (String wrong : List.of("", "1", "age1", "age1q", text + "q", " " + text, "A" + text)) {
      assertThatExceptionOfType(BackupException.class).isThrownBy(() -> new Recipient(wrong));
    }
  }

  @Test
  void keysOfOtherKindsAreRefusedByName() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> new Recipient("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI user@host"))
        .withMessageContaining("SSH");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> new Recipient(identity.text()))
        .withMessageContaining("an identity, which is secret");
  }

  @Test
  void identityIsMadeReadAndKnowsItsRecipient() {
    Identity again = new Identity(identity.text());

    assertThat(identity.text()).hasSize(74).startsWith("AGE-SECRET-KEY-1");
    assertThat(again).isEqualTo(identity);
    assertThat(again.recipient()).isEqualTo(identity.recipient());
    assertThat(SampleKeys.identity().recipient()).isNotEqualTo(identity.recipient());
  }

  @Test
  void identityFileMayHaveCommentsEmptyLinesAndEndsOfWindows() {
    Identity second = SampleKeys.identity();
    String text =
        "# created: 2026-11-26T07:00:00Z\n# public key: %s\n%s\n\n  \n# another\n  %s  \n"
            .formatted(identity.recipient(), identity.text(), second.text());

    assertThat(Identities.parse("keys.txt", text)).containsExactly(identity, second);
    assertThat(Identities.parse("keys.txt", text.replace("\n", "\r\n")))
        .containsExactly(identity, second);
    assertThat(Identities.parse("keys.txt", identity.text())).containsExactly(identity);
  }

  @Test
  void wrongLineOfAnIdentityFileIsNamedByItsNumber() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> Identities.parse("keys.txt", "# comment\r\n\r\nAGE-SECRET-KEY-1QQ\r\n"))
        .withMessage("line 3 of \"keys.txt\" is not an age identity")
        .matches(e -> e.failure() == Failure.USAGE);
  }

  @Test
  void identityFileWithoutIdentityIsAnError() {
    for (String text : List.of("", "\n\n", "# AGE-SECRET-KEY-1\n")) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> Identities.parse("keys.txt", text))
          .withMessage("there is no identity in \"keys.txt\"");
    }
  }

  @Test
  void identityFilesThatAreNotSupportedAreRefusedWithAdvice() {
    for (String text :
        List.of(
            "age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 18\n",
            "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\n",
            "AGE-PLUGIN-YUBIKEY-1QQ\n",
            "AGE-SECRET-KEY-PQ-1QQ\n",
            "ssh-ed25519 AAAA\n")) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> Identities.parse("keys.txt", text))
          .withMessageContaining("line 1 of \"keys.txt\"")
          .withMessageContaining("not supported")
          .matches(e -> e.hint().isPresent());
    }
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> Identities.parse("keys.txt", identity.recipient().text()))
        .withMessageContaining("a recipient");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> Identities.parse("keys.txt", SampleKeys.hostKey().pem()))
        .withMessageContaining("PEM");
  }

  @Test
  void encryptionWantsRecipientsAndEachOnce() {
    Recipient recipient = identity.recipient();

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> new Encryption.Age(List.of()))
        .matches(e -> e.failure() == Failure.USAGE);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> new Encryption.Age(List.of(recipient, recipient)))
        .withMessageContaining("\"" + recipient + "\"");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> new Decryption.Age(List.of()))
        .matches(e -> e.failure() == Failure.KEY_MISSING);
  }

  @Test
  void keyThatNobodyCanHaveIsRefusedWhenItIsUsed() {
    String zero = Bech32Key.encode("age", new byte[32]);
    Encryption encryption = new Encryption.Age(List.of(new Recipient(zero)));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> encryption.encrypt(OutputStream.nullOutputStream()))
        .withMessageContaining("\"" + zero + "\"");
  }
}
