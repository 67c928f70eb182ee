package org.nessiebackup.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.Tool;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help is laid out: in groups, and as wide as the terminal. */
final class HelpPages {
  /** What there is to do comes before how to say it. */
  private static final List<String> SECTIONS =
      List.of(
          UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST,
          UsageMessageSpec.SECTION_KEY_FOOTER);

  /** The narrowest that makes sense, and a page that can be read. */
  private static final int NARROWEST = 55;

  private static final int WIDEST = 100;

  private static final int LONGEST_LABEL = 24;

  private static final String ELSEWHERE =
      "`" + Tool.NAME + " help monitoring` has those of metrics, messages and heartbeats.";

  private final List<CommandTree.Group> groups;

  HelpPages(List<CommandTree.Group> groups) {
    this.groups = List.copyOf(groups);
  }

  /** Options that belong together, by the numbers that also say in which order they stand. */
  private enum Topic {
    OWN("Options:", 40, 59),
    VAULT("Vault and keys:", 0, 19),
    DATABASE("Database:", 20, 39),
    NESSIE("Nessie, Kubernetes and files:", 60, 79),
    ACCESS("Access to the service:", 200, Integer.MAX_VALUE),
    MONITORING("Metrics, messages and heartbeats:", 80, 88),
    EVERY_COMMAND("Options of every command:", 89, 199);

    private final String heading;
    private final int first;
    private final int last;

    Topic(String heading, int first, int last) {
      this.heading = heading;
      this.first = first;
      this.last = last;
    }

    private boolean is(int order) {
      return first <= order && order <= last;
    }

    /** Those of the topic; who has no number is of no other one. */
    List<OptionSpec> of(List<OptionSpec> options) {
      return options.stream()
          .filter(option -> is(option.order() < 0 ? OWN.first : option.order()))
          .toList();
    }
  }

  /** Lays the help of a command line and of all commands below it out. */
  void layOut(CommandLine line, int columns) {
    line.setUsageHelpWidth(Math.clamp(columns, NARROWEST, WIDEST));
    line.setHelpSectionKeys(SECTIONS);
    sections(line, this::groups);
    line.getCommandSpec().usageMessage().commandListHeading("");
    line.getSubcommands().values().forEach(HelpPages::layOutBelow);
  }

  private static void layOutBelow(CommandLine line) {
    sections(line, HelpPages::commands);
    line.getSubcommands().values().forEach(HelpPages::layOutBelow);
    line.getCommandSpec()
        .usageMessage()
        .synopsisHeading("Usage: ")
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .commandListHeading("%nCommands:%n");
  }

  /** The page of a topic, which is no command. */
  static CommandLine topic(Object topic, CommandLine line) {
    CommandLine page = new CommandLine(topic);
    page.setOut(line.getOut());
    page.setUsageHelpWidth(line.getUsageHelpWidth());
    page.setColorScheme(line.getColorScheme());
    page.setHelpSectionKeys(SECTIONS);
    sections(page, HelpPages::commands);
    return page;
  }

  private static void sections(CommandLine line, IHelpSectionRenderer commands) {
    Map<String, IHelpSectionRenderer> sections = line.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, commands);
    sections.put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, HelpPages::description);
    sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, HelpPages::parameters);
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpPages::options);
    sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpPages::footer);
    line.setHelpSectionMap(sections);
  }

  private static String description(Help help) {
    UsageMessageSpec page = help.commandSpec().usageMessage();
    String text = String.join(" ", page.description()).strip();
    return String.join("\n", Text.lines(text, page.width())) + "\n";
  }

  private static String options(Help help) {
    List<OptionSpec> all =
        help.commandSpec().options().stream()
            .filter(option -> !option.hidden())
            .sorted((one, other) -> Integer.compare(one.order(), other.order()))
            .toList();
    int names = all.stream().mapToInt(each -> label(each).length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    int width = help.commandSpec().usageMessage().width();
    boolean page = help.commandSpec().name().equals(CommandTree.MONITORING);
    for (Topic topic : Topic.values()) {
      List<OptionSpec> some = topic.of(all);
      if (!some.isEmpty() && (topic == Topic.MONITORING) == page) {
        text.append('\n').append(topic.heading).append('\n');
        some.forEach(each -> text.append(row(help, label(each), names, each.description())));
      }
    }
    return page
        ? text.toString()
        : text + "\n" + String.join("\n", Text.lines(ELSEWHERE, width)) + "\n";
  }

  private static String parameters(Help help) {
    List<PositionalParamSpec> all = help.commandSpec().positionalParameters();
    int names = all.stream().mapToInt(each -> each.paramLabel().length()).max().orElse(0);
    return all.stream()
        .map(each -> row(help, each.paramLabel(), names, each.description()))
        .collect(Collectors.joining());
  }

  /** Its names, the short one first, and what it takes. */
  private static String label(OptionSpec option) {
    String names = String.join(", ", option.names());
    String equals = option.longestName().startsWith("--") ? "=" : " ";
    String value = option.arity().max() > 0 ? equals + option.paramLabel() : "";
    return (names.startsWith("--") ? "    " : "") + names + value;
  }

  /** A name that is too long for its column has a line of its own. */
  private static String row(Help help, String label, int longest, String[] description) {
    int width = help.commandSpec().usageMessage().width();
    int column = Math.min(longest, LONGEST_LABEL) + 4;
    String text = String.join(" ", description).replace("%%", "%");
    List<String> lines = Text.lines(text, width - column);
    String shown = "  " + help.colorScheme().optionText(label);
    String begin =
        label.length() > LONGEST_LABEL
            ? shown + "\n" + " ".repeat(column)
            : shown + " ".repeat(column - label.length() - 2);
    return begin + String.join("\n" + " ".repeat(column), lines) + "\n";
  }

  private String groups(Help help) {
    StringBuilder text = new StringBuilder();
    int width = nameWidth(help.subcommands().values());
    for (CommandTree.Group group : groups) {
      String below =
          group.names().stream()
              .flatMap(name -> named(help, name))
              .map(each -> command(help, each, width))
              .collect(Collectors.joining());
      if (!below.isEmpty()) {
        text.append('\n').append(group.title()).append(":\n").append(below);
      }
    }
    return text.toString();
  }

  private static Stream<Help> named(Help help, String name) {
    return help.subcommands().values().stream()
        .filter(each -> each.commandSpec().name().equals(name))
        .limit(1);
  }

  private static String commands(Help help) {
    int width = nameWidth(help.subcommands().values());
    return help.subcommands().values().stream()
        .map(each -> command(help, each, width))
        .collect(Collectors.joining());
  }

  private static int nameWidth(Iterable<Help> commands) {
    int width = 0;
    for (Help each : commands) {
      width = Math.max(width, names(each).length());
    }
    return width;
  }

  private static String names(Help command) {
    return String.join(", ", command.commandSpec().names());
  }

  private static String command(Help parent, Help command, int width) {
    CommandSpec spec = command.commandSpec();
    if (spec.usageMessage().hidden()) {
      return "";
    }
    String description = String.join(" ", spec.usageMessage().description());
    String first = description.replaceFirst("(?<=\\.) .*", "");
    String name = parent.colorScheme().commandText(names(command)).toString();
    String gap = " ".repeat(width - names(command).length() + 2);
    List<String> lines = Text.lines(first, parent.commandSpec().usageMessage().width() - width - 4);
    String indent = "\n" + " ".repeat(width + 4);
    return "  " + name + gap + String.join(indent, lines) + "\n";
  }

  /** Lines that belong together are one paragraph, wherever they were broken in the source. */
  private static String footer(Help help) {
    int width = help.commandSpec().usageMessage().width();
    List<String> lines = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    List<String> all = new ArrayList<>(List.of(help.commandSpec().usageMessage().footer()));
    all.add("");
    for (String line : all) {
      boolean alone = line.isBlank() || line.startsWith(" ") || line.equals("Examples:");
      if (alone && !paragraph.isEmpty()) {
        lines.addAll(Text.lines(paragraph.toString(), width));
        paragraph.setLength(0);
      }
      if (alone) {
        example(line.replace("%%", "%"), width, lines);
      } else {
        paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
      }
    }
    return String.join("\n", lines).stripTrailing() + "\n";
  }

  /** One that has no room goes on below, as a shell understands it. */
  private static void example(String line, int width, List<String> lines) {
    int at = line.length() > width ? line.lastIndexOf(" --", width - 2) : -1;
    if (at <= 0) {
      lines.add(line);
      return;
    }
    lines.add(line.substring(0, at) + " \\");
    example("   " + line.substring(at), width, lines);
  }
}
