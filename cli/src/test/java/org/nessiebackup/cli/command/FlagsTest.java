package org.nessiebackup.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.output.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Rules for options that no single command is responsible for. */
class FlagsTest {
  private static CommandLine commandLine() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return NessieBackup.wholeCommandLine(
        new Invocation(
            nowhere,
            nowhere,
            InputStream.nullInputStream(),
            Map.of(),
            Clock.systemUTC(),
            new Cancellation()));
  }

  private static List<CommandLine> commands(CommandLine line) {
    List<CommandLine> all = new ArrayList<>();
    for (CommandLine command : line.getSubcommands().values()) {
      all.add(command);
      all.addAll(commands(command));
    }
    return all;
  }

  /** Otherwise picocli takes a flag that is set in the environment and typed for a "no". */
  @Test
  void everyFlagMeansYesHoweverOftenItIsGiven() {
    for (CommandLine command : commands(commandLine())) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (option.typeInfo().isBoolean() && !option.usageHelp()) {
          assertThat(option.fallbackValue()).as(option.longestName()).isEqualTo("true");
        }
      }
    }
  }

  @Test
  void noOptionTakesASecret() {
    for (CommandLine command : commands(commandLine())) {
      assertThat(command.getCommandSpec().optionsMap()).doesNotContainKeys("--password");
    }
  }

  @Test
  void everyOptionSaysWhatItIsFor() {
    for (CommandLine command : commands(commandLine())) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertThat(option.description()).as(option.longestName()).isNotEmpty();
      }
    }
  }
}
