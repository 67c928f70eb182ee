package org.nessiebackup.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ServedIdentityOptionsTest {
  private static ServedIdentityOptions options(String... words) {
    ServedIdentityOptions options = new ServedIdentityOptions();
    CommandLine.populateCommand(options, words);
    return options;
  }

  @Test
  void withoutAnIdentityCommandsAreToldToFindNone() {
    assertThat(options().given()).isFalse();
    assertThat(options().variables()).containsOnly(entry("NESSIE_BACKUP_IDENTITY", "off"));
  }

  @Test
  void offIsNoIdentity() {
    ServedIdentityOptions off = options("--identity", "off", "--identity-command", "cat key");

    assertThat(off.given()).isFalse();
    assertThat(off.variables()).containsOnly(entry("NESSIE_BACKUP_IDENTITY", "off"));
  }

  @Test
  void commandsReadWithAllKeysThatTheServiceWasGiven() {
    assertThat(options("--identity", "a", "--identity-command", "cat key").variables())
        .containsOnly(
            entry("NESSIE_BACKUP_IDENTITY", "a"),
            entry("NESSIE_BACKUP_IDENTITY_COMMAND", "cat key"));
  }
}
