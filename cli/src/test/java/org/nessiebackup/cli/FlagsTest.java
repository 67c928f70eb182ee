package org.nessiebackup.cli;

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
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Rules for options that no single command is responsible for. */
class FlagsTest {
  private static CommandLine commandLine() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return Commands.ALL.whole(
        new Invocation(
            new Streams(nowhere, nowhere, InputStream.nullInputStream()),
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

  /** A variable and a settings file have no other way to give several. */
  @Test
  void everyOptionThatMayBeRepeatedTakesLines() {
    int lists = 0;
    for (CommandLine command : commands(commandLine())) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (option.isMultiValue()) {
          lists++;
          assertThat("a\nb".split(option.splitRegex(), -1)).as(option.longestName()).hasSize(2);
        }
      }
    }
    assertThat(lists).isGreaterThan(10);
  }

  @Test
  void noOptionIsMissingInTheHelp() {
    for (CommandLine command : commands(commandLine())) {
      String help = command.getUsageMessage();
      for (OptionSpec option : command.getCommandSpec().options()) {
        boolean elsewhere = option.order() >= 80 && option.order() < 89;
        assertThat(option.hidden() || help.contains(option.longestName()))
            .as("%s %s", command.getCommandName(), option.longestName())
            .isEqualTo(!elsewhere || option.hidden());
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

  /** Who reads the help can type what is read there, and an error names the same words. */
  @Test
  void wordsOfAnOptionAreThoseOfItsHelp() {
    int options = 0;
    CommandLine root = commandLine();
    for (CommandLine command : commands(root)) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (option.typeInfo().isEnum() && !option.inherited()) {
          options++;
          String refusal = refusal(root, command, option.longestName() + "=nonsense");
          String words = refusal.replaceFirst("(?s).* is none of ", "");
          assertThat(refusal).contains("nonsense\" is none of ");
          for (String word : words.split(", ", -1)) {
            assertThat(String.join(" ", option.description()))
                .as(option.longestName())
                .contains(word);
          }
        }
      }
    }
    assertThat(options).isGreaterThan(4);
  }

  @Test
  void whatIsNoNumberIsRefusedInWords() {
    CommandLine root = commandLine();
    for (CommandLine command : commands(root)) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (!option.inherited() && option.arity().min() > 0) {
          assertThat(refusal(root, command, option.longestName() + "=a b"))
              .as(option.longestName())
              .doesNotContain("java.", "Exception", "is not an int", "is not a long");
        }
      }
    }
  }

  private static String refusal(CommandLine root, CommandLine command, String argument) {
    List<String> words =
        new ArrayList<>(List.of(command.getCommandSpec().qualifiedName().split(" ")));
    words.add(argument);
    try {
      root.parseArgs(words.subList(1, words.size()).toArray(String[]::new));
      return "";
    } catch (CommandLine.ParameterException e) {
      return e.getMessage();
    }
  }
}
