package org.nessiebackup.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nessiebackup.cli.Main;

/** A warm-up that fails half-way would go unnoticed, and make every backup to a bucket slower. */
class AnsweringMachineTest {
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "warm-up", "aws.secretAccessKey", "warm-up");

  @BeforeAll
  static void giveCredentials() {
    CREDENTIALS.forEach(System::setProperty);
  }

  @AfterAll
  static void takeCredentials() {
    CREDENTIALS.keySet().forEach(System::clearProperty);
  }

  @Test
  void vaultIsMadeListedAndCheckedInIt() throws IOException {
    try (AnsweringMachine machine = new AnsweringMachine()) {
      String vault = "s3://warm-up?endpoint=http://127.0.0.1:%d".formatted(machine.port());

      assertThat(run("init", "--no-encryption", "--no-signing", "--vault", vault)).isZero();
      assertThat(run("init", "--no-encryption", "--no-signing", "--vault", vault)).isZero();
      assertThat(run("list", "--vault", vault)).isZero();
      assertThat(run("verify", "--all", "--vault", vault)).isZero();
    }
  }

  private static int run(String... arguments) {
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    return Main.run(err, err, Map.of(), InputStream.nullInputStream(), arguments);
  }
}
