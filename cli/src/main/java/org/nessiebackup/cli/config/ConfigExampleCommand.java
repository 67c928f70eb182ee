package org.nessiebackup.cli.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "example",
    description = "Print a file of settings with explanations, to begin with.",
    footer = {
      "",
      "Examples:",
      "  nessie-backup config example > config.toml",
      "  nessie-backup config show --config ./config.toml"
    })
final class ConfigExampleCommand implements Callable<Integer> {
  private static final String FILE = "config.toml";

  @ParentCommand ConfigCommand parent;

  @Override
  public Integer call() {
    try (InputStream in = ConfigExampleCommand.class.getResourceAsStream(FILE)) {
      String text =
          new String(Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
      return parent.root.console().show(new ExampleView(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
