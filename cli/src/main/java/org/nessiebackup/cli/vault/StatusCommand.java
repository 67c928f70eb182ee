package org.nessiebackup.cli.vault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.WorkContext;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.page.ReportFiles;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.retention.PruneOptions;
import org.nessiebackup.retention.VaultPrune;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.status.StatusReport;
import org.nessiebackup.status.VaultStatus;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@NamedByCommand("--report")
@Command(
    name = "status",
    description = "Say how old the newest backup is, and raise an alarm if it is too old.",
    footer = {
      "",
      "Needs no database and no key. Ends with 14 if something is older than allowed, or not"
          + " there.",
      "",
      "Examples:",
      "  nessie-backup status --vault /backup/nessie",
      "  nessie-backup status --vault /backup/nessie --max-age 26h --max-verify-age 8d --json",
      "  nessie-backup status --vault /backup/nessie --report status.html"
    })
public final class StatusCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;

  @Option(
      names = "--max-age",
      paramLabel = "DURATION",
      order = 45,
      converter = DurationOption.class,
      description = "How old the newest backup may be: 90m, 26h, 2d.")
  Duration maxAge;

  @Option(
      names = "--max-verify-age",
      paramLabel = "DURATION",
      order = 46,
      converter = DurationOption.class,
      description = "How long ago a backup may have been verified last: 8d.")
  Duration maxVerifyAge;

  @Option(
      names = "--max-drill-age",
      paramLabel = "DURATION",
      order = 47,
      converter = DurationOption.class,
      description = "How long ago a drill may have passed last: 35d.")
  Duration maxDrillAge;

  @Option(
      names = "--max-journal-proof-age",
      paramLabel = "DURATION",
      order = 47,
      converter = DurationOption.class,
      description = "How long ago the journal may have been proven last: 2d.")
  Duration maxJournalProofAge;

  @Option(
      names = "--max-tip-age",
      paramLabel = "DURATION",
      order = 45,
      converter = DurationOption.class,
      description = "How old the newest state may be that can be restored, a tip or a backup: 60s.")
  Duration maxTipAge;

  @Option(
      names = "--report",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "FILE",
      order = 48,
      description = "Write a page, FILE.html, or a document, FILE.json; may be given twice.")
  List<String> reports = new ArrayList<>();

  @Override
  public Integer call() {
    ReportFiles files = ReportFiles.named(reports);
    Console console = root.console();
    StatusOptions options =
        new StatusOptions(
            Optional.ofNullable(maxAge),
            Optional.ofNullable(maxVerifyAge),
            Optional.ofNullable(maxDrillAge),
            Optional.ofNullable(maxTipAge),
            Optional.ofNullable(maxJournalProofAge));
    Vault opened = vault.open(root.invocation(), console);
    StatusReport report = new VaultStatus(opened, console.work()).run(options);
    StatusView view = new StatusView(report, files.names());
    files.write(() -> page(opened, report, console.work()).html(), view::document);
    return console.show(view);
  }

  private static StatusPage page(Vault vault, StatusReport report, WorkContext work) {
    List<BackupEntry> entries = vault.backups().list();
    VaultNotes notes = VaultNotes.of(vault, entries, report.now());
    return new StatusPage(
        report,
        entries,
        new RecoveryCalendar.Knowledge(notes, vault.drills().newest()),
        new VaultPrune(vault, work).plan(PruneOptions.DEFAULT),
        work.tool());
  }
}
