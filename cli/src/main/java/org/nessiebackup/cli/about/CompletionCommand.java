package org.nessiebackup.cli.about;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.console.Tool;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "completion",
    description = "Print a script that teaches a shell to complete our commands and options.",
    footer = {
      "",
      "Examples:",
      "  source <(nessie-backup completion bash)",
      "  source <(nessie-backup completion zsh)",
      "  nessie-backup completion fish | source"
    })
public final class CompletionCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  Shell shell;

  /** Shells that can be taught. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    CommandLine line = root.tree().whole(root.invocation());
    root.invocation()
        .out()
        .print(
            switch (shell) {
              // The script calls zsh's own support for such scripts where it finds itself in zsh.
              case BASH, ZSH -> AutoComplete.bash(Tool.NAME, line);
              case FISH -> FishCompletion.script(Tool.NAME, line.getCommandSpec());
            });
    return 0;
  }
}
