package org.nessiebackup.cli.drill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.connection.RecentMoment;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.ToOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.page.ReportFiles;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.warehouse.WarehouseOptions;
import org.nessiebackup.drill.DrillOptions;
import org.nessiebackup.drill.DrillOptions.Sampling;
import org.nessiebackup.drill.DrillOptions.Target;
import org.nessiebackup.drill.DrillReport;
import org.nessiebackup.drill.RestoreDrill;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupSelector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@NamedByCommand({
  "--files",
  "--nessie-timeout",
  "--nessie-token-file",
  "--nessie-url",
  "--target-jdbc-url",
  "--target-schema",
  "--to"
})
@Command(
    name = "drill",
    description = "Rehearse a restore where nobody lives, and say with evidence how it went.",
    footer = {
      "",
      "Restores into a throw-away PostgreSQL that it starts itself, or into a schema of its own in",
      "the target; --jdbc-url is not used, and nothing that is there is touched. With a Nessie it",
      "also proves that Nessie serves the copy: all references, a sample of logs and contents.",
      "Any doubt makes it fail, with 3. The result is noted in the vault, where `status` sees it.",
      "",
      "Examples:",
      "  nessie-backup drill --vault /backup/nessie",
      "  nessie-backup drill latest --vault /backup/nessie --nessie-jar nessie-runner.jar \\",
      "    --report drill.html"
    })
public final class DrillCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Spec CommandSpec command;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin ConnectionOptions connection;
  @Mixin JobsOption jobs;
  @Mixin RehearsedNessieOptions nessie;
  @Mixin WarehouseOptions warehouse;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      completionCandidates = BackupWords.class,
      description = "${bundle:backup} (default: latest).")
  String backup;

  @Mixin ToOption to;

  @Option(
      names = "--target-jdbc-url",
      paramLabel = "URL",
      order = 25,
      description = "Restore into this database instead of a throw-away server.")
  String targetJdbcUrl;

  @Option(
      names = "--target-schema",
      paramLabel = "NAME",
      order = 30,
      description = "The schema there, which must not exist (default: a new name).")
  String targetSchema;

  @Option(
      names = "--sample",
      paramLabel = "N",
      order = 45,
      description = "Contents to ask Nessie for, of each Nessie repository (default: 100).")
  int sample = 100;

  @Option(
      names = "--seed",
      paramLabel = "N",
      order = 46,
      description = "Decides which ones; the report names it (default: another each time).")
  Long seed;

  @Option(
      names = "--files",
      order = 44,
      fallbackValue = "true",
      description = "Ask whether the metadata files that tables point to are there.")
  boolean files;

  @Option(
      names = "--report",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "FILE",
      order = 47,
      description = "Write a page, FILE.html, or a document, FILE.json; may be given twice.")
  List<String> reports = new ArrayList<>();

  @Option(
      names = "--work-folder",
      paramLabel = "FOLDER",
      order = 48,
      description =
          "Where the throw-away servers keep their files (default: Java's temporary one).")
  String workFolder;

  @Option(
      names = "--no-record",
      order = 49,
      fallbackValue = "true",
      description = "Do not write the result down in the vault.")
  boolean noRecord;

  @Override
  public Integer call() {
    ReportFiles pages = ReportFiles.named(reports);
    DrillOptions options = options();
    Console console = root.console();
    RestoreDrill drill = new RestoreDrill(() -> opened(console, options.backup()), console.work());
    DrillReport report = drill.run(options);
    if (!noRecord) {
      drill.record(report);
    }
    DrillView view = new DrillView(report, pages.names());
    console.record(view);
    pages.write(() -> new DrillPage(report).html(), view::document);
    return console.show(view);
  }

  private Vault opened(Console console, String point) {
    return new RecentMoment(connection, root.invocation(), console)
        .in(vault.open(root.invocation(), console, identities), point);
  }

  private DrillOptions options() {
    if (sample < 0) {
      throw Failure.USAGE.exception("--sample is %d; it can be 0 or more".formatted(sample));
    }
    return new DrillOptions(
        to.or(backup).orElse(BackupSelector.LATEST),
        target(),
        nessie.nessie(),
        nessie.repository(),
        new Sampling(sample, seed == null ? root.invocation().clock().millis() : seed),
        files
            ? Optional.of(warehouse.probe(root.invocation(), root.console()::warn))
            : Optional.empty(),
        jobs.jobs());
  }

  private Target target() {
    Path folder = Path.of(given(workFolder).orElseGet(() -> System.getProperty("java.io.tmpdir")));
    if (given(targetJdbcUrl).isPresent()) {
      return new Target.Given(
          connection.settingsAt(targetJdbcUrl, root.invocation()), given(targetSchema), folder);
    }
    // Who types it believes that it is used, and must not be left in that belief.
    if (command.commandLine().getParseResult().hasMatchedOption("--jdbc-url")
        || given(targetSchema).isPresent()) {
      throw Failure.USAGE.exception(
          "a drill restores into a throw-away server unless a target is given",
          "Use --target-jdbc-url; leave out --jdbc-url, and --target-schema without a target.");
    }
    return new Target.ThrowAway(folder);
  }

  private static Optional<String> given(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }
}
