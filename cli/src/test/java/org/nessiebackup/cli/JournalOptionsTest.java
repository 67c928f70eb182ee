package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class JournalOptionsTest {
  private static CommandSpec command(String name) {
    return SettingNamesTest.commands().stream()
        .filter(each -> each.qualifiedName().equals("nessie-backup " + name))
        .findFirst()
        .orElseThrow();
  }

  /** What a person may say and see of each. */
  private static Set<String> options(String command) {
    return command(command).options().stream()
        .filter(option -> !option.inherited())
        .map(JournalOptionsTest::words)
        .collect(Collectors.toSet());
  }

  private static String words(OptionSpec option) {
    return option.longestName() + String.join("", option.description()) + option.defaultValue();
  }

  @Test
  void aServiceIsToldOfAJournalWhatItsOwnCommandsAre() {
    assertThat(options("serve"))
        .containsAll(options("journal run"))
        .anyMatch(option -> option.startsWith("--slot"));
    assertThat(options("serve")).containsAll(options("journal start"));
  }
}
