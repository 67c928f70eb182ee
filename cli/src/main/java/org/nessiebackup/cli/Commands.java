package org.nessiebackup.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.about.CompletionCommand;
import org.nessiebackup.cli.about.HelpCommand;
import org.nessiebackup.cli.about.VersionCommand;
import org.nessiebackup.cli.backup.BackupCommand;
import org.nessiebackup.cli.backup.ImportCommand;
import org.nessiebackup.cli.browse.CatCommand;
import org.nessiebackup.cli.browse.DiffCommand;
import org.nessiebackup.cli.browse.FindChangeCommand;
import org.nessiebackup.cli.browse.LogCommand;
import org.nessiebackup.cli.browse.LsCommand;
import org.nessiebackup.cli.browse.RefsCommand;
import org.nessiebackup.cli.check.CheckCommand;
import org.nessiebackup.cli.command.CommandTree;
import org.nessiebackup.cli.command.CommandTree.Group;
import org.nessiebackup.cli.config.ConfigCommand;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.cli.copy.CopyCommand;
import org.nessiebackup.cli.demo.DemoCommand;
import org.nessiebackup.cli.drill.DrillCommand;
import org.nessiebackup.cli.export.ExportCommand;
import org.nessiebackup.cli.journal.JournalCommand;
import org.nessiebackup.cli.journal.MarkCommand;
import org.nessiebackup.cli.keys.KeyCommand;
import org.nessiebackup.cli.kubectl.KubectlCommand;
import org.nessiebackup.cli.operator.OperatorCommand;
import org.nessiebackup.cli.replica.ReplicaCommand;
import org.nessiebackup.cli.restore.ResetCommand;
import org.nessiebackup.cli.restore.RestoreCommand;
import org.nessiebackup.cli.restore.UndoCommand;
import org.nessiebackup.cli.retention.KeepCommand;
import org.nessiebackup.cli.retention.PruneCommand;
import org.nessiebackup.cli.selective.RestoreRefCommand;
import org.nessiebackup.cli.selective.RestoreTableCommand;
import org.nessiebackup.cli.serve.ServeCommand;
import org.nessiebackup.cli.vault.InitCommand;
import org.nessiebackup.cli.vault.ListCommand;
import org.nessiebackup.cli.vault.ShowCommand;
import org.nessiebackup.cli.vault.StatusCommand;
import org.nessiebackup.cli.vault.UnlockCommand;
import org.nessiebackup.cli.verify.VerifyCommand;
import org.nessiebackup.cli.warmup.WarmUpCommand;
import picocli.CommandLine;

/** The commands of this program. */
public final class Commands {
  /** In the order of the help. */
  static final CommandTree ALL =
      new CommandTree(
          List.of(
              new Group("Begin", List.of(DemoCommand.class, InitCommand.class, CheckCommand.class)),
              new Group(
                  "Back up",
                  List.of(
                      BackupCommand.class,
                      ListCommand.class,
                      ShowCommand.class,
                      VerifyCommand.class,
                      StatusCommand.class,
                      ServeCommand.class,
                      JournalCommand.class,
                      MarkCommand.class,
                      ReplicaCommand.class,
                      ImportCommand.class)),
              new Group(
                  "Look into backups",
                  List.of(
                      FindChangeCommand.class,
                      DiffCommand.class,
                      RefsCommand.class,
                      LogCommand.class,
                      LsCommand.class,
                      CatCommand.class)),
              new Group(
                  "Bring back",
                  List.of(
                      RestoreCommand.class,
                      UndoCommand.class,
                      RestoreRefCommand.class,
                      RestoreTableCommand.class,
                      DrillCommand.class,
                      ResetCommand.class,
                      ExportCommand.class)),
              new Group(
                  "Keep the vault",
                  List.of(
                      PruneCommand.class,
                      KeepCommand.class,
                      CopyCommand.class,
                      UnlockCommand.class,
                      KeyCommand.class)),
              new Group("On Kubernetes", List.of(KubectlCommand.class, OperatorCommand.class)),
              new Group(
                  "About this program",
                  List.of(
                      HelpCommand.class,
                      ConfigCommand.class,
                      CompletionCommand.class,
                      VersionCommand.class,
                      WarmUpCommand.class))));

  private Commands() {}

  /** All of them with all their options, to be read and not to be run. */
  public static CommandLine described() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return ALL.whole(
        new Invocation(
            new Streams(nowhere, nowhere, InputStream.nullInputStream()),
            Map.of(),
            Clock.systemUTC(),
            new Cancellation()));
  }
}
