package org.nessiebackup.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.testing.StockProgram;

/** Keys and signatures of hosts need nothing but openssl. */
class StockOpensslTest {
  private static final byte[] MESSAGE = "a manifest".getBytes(StandardCharsets.UTF_8);

  private final StockProgram openssl = StockProgram.require("openssl");

  @TempDir private Path folder;

  private String file(String name, byte[] content) throws Exception {
    return Files.write(folder.resolve(name), content).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void opensslVerifiesOurSignature() throws Exception {
    HostKey key = SampleKeys.hostKey();
    String publicKey = file("public.pem", bytes(key.verificationKey().spkiPem()));
    String message = file("message", MESSAGE);
    String signature = file("signature", key.sign(MESSAGE));
    List<String> verify =
        List.of("-verify", "-rawin", "-pubin", "-inkey", publicKey, "-sigfile", signature);

    assertThat(run(verify, message).exitCode()).isZero();
    assertThat(run(verify, file("other", bytes("another"))).exitCode()).isNotZero();
  }

  private StockProgram.Result run(List<String> options, String input) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("pkeyutl"));
    arguments.addAll(options);
    arguments.addAll(List.of("-in", input));
    return openssl.run(new byte[0], arguments.toArray(String[]::new));
  }

  @Test
  void opensslReadsOurKeyAndKnowsItsPublicHalf() throws Exception {
    HostKey key = SampleKeys.hostKey();
    String file = file("host.pem", bytes(key.pem()));

    assertThat(openssl.run(new byte[0], "pkey", "-in", file, "-pubout").succeeded().text())
        .isEqualTo(key.verificationKey().spkiPem());
    assertThat(openssl.run(new byte[0], "pkey", "-in", file).succeeded().text())
        .isEqualTo(key.pem());
  }

  @Test
  void weReadTheKeyThatOpensslMakesAndItsSignature() throws Exception {
    String text = openssl.run(new byte[0], "genpkey", "-algorithm", "ed25519").succeeded().text();
    HostKey key = HostKey.parse("host.pem", text);
    String file = file("host.pem", bytes(text));
    byte[] signature =
        run(List.of("-sign", "-rawin", "-inkey", file), file("message", MESSAGE))
            .succeeded()
            .output();

    assertThat(key.pem()).isEqualTo(text);
    assertThat(key.verificationKey().verify(MESSAGE, signature)).isTrue();
  }

  @Test
  void opensslKeysOfOtherKindsAreRefused() throws Exception {
    for (String algorithm : List.of("x25519", "ed448", "rsa")) {
      String text = openssl.run(new byte[0], "genpkey", "-algorithm", algorithm).succeeded().text();

      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> HostKey.parse("host.pem", text))
          .withMessageContaining("not an Ed25519 key");
    }
    String curve =
        openssl.run(new byte[0], "ecparam", "-name", "prime256v1", "-genkey").succeeded().text();

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> HostKey.parse("host.pem", curve))
        .withMessageContaining("EC PARAMETERS");
  }
}
