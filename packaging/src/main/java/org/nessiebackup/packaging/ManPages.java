package org.nessiebackup.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.cli.Commands;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** The manual: a page for each command, in AsciiDoc, made from the command itself. */
final class ManPages {
  private ManPages() {}

  /** {@code ManPages FOLDER}. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    List<CommandSpec> shown = new ArrayList<>();
    collect(Commands.described(), shown);
    int status =
        ManPageGenerator.generateManPage(
            folder.toFile(), null, new boolean[0], false, shown.toArray(CommandSpec[]::new));
    if (status != 0) {
      throw new IllegalStateException("The manual could not be made: " + status);
    }
  }

  private static void collect(CommandLine line, List<CommandSpec> shown) {
    CommandSpec spec = line.getCommandSpec();
    if (!spec.usageMessage().hidden()) {
      arrange(spec.usageMessage());
      List.copyOf(spec.args()).stream()
          .filter(argument -> argument.description().length > 1)
          .forEach(argument -> join(spec, argument));
      shown.add(spec);
      line.getSubcommands().values().forEach(below -> collect(below, shown));
    }
  }

  /** The generator wants a line on what it is, and a heading above what comes last. */
  private static void arrange(UsageMessageSpec page) {
    String description = String.join(" ", page.description()).replaceFirst("^(%n| )+", "");
    page.description(description);
    if (page.header().length == 0) {
      page.header(description.replaceFirst("(?<=\\.) .*", ""));
    }
    List<String> footer = List.of(page.footer());
    int heading = footer.indexOf("Examples:");
    if (heading >= 0) {
      page.footerHeading("Examples%n");
      page.footer(footer.subList(heading + 1, footer.size()).toArray(String[]::new));
    }
  }

  /** What is in several lines in the source would be several paragraphs. */
  private static void join(CommandSpec spec, ArgSpec argument) {
    String description = String.join(" ", argument.description());
    spec.remove(argument);
    switch (argument) {
      case OptionSpec option -> spec.add(option.toBuilder().description(description).build());
      case PositionalParamSpec parameter ->
          spec.add(parameter.toBuilder().description(description).build());
      default -> throw new IllegalStateException("No such argument: " + argument);
    }
  }
}
