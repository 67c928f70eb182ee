package org.nessiebackup.cli.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.PointId;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.KeySource;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.integrity.GraphCheck;
import org.nessiebackup.integrity.GraphReport;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.BackupVerification;
import org.nessiebackup.verify.JournalReport;
import org.nessiebackup.verify.VerifyOptions;
import org.nessiebackup.verify.VerifyReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@NamedByCommand({"--journal", "--live", "--merge", "--run", "--sample", "--seed", "--shard"})
@Command(
    name = "verify",
    description = "Read backups from end to end and say whether they are whole.",
    footer = {
      "",
      "Compares sizes and checksums, decodes every row, counts the rows and recomputes the digest.",
      "Needs no database, and an identity unless --quick is given. Ends with 3 if something is"
          + " wrong.",
      "With --graph it also walks the catalog in the backup from all its references: whether every",
      "commit, index and content is there and is what it was, and what is lost if not.",
      "The result is noted in the vault, where `list`, `status` and `prune` see it.",
      "",
      "With --journal it brings each backup forward by the journal and compares that with the next"
          + " one,",
      "which was read by a scan of its own: so it is seen whether anything is missing in between.",
      "It goes on behind what was proven before, unless --all is given. Ends with 3 also if nothing"
          + " can",
      "be proven yet.",
      "",
      "With --files it asks instead whether the files are there that tables, views and functions"
          + " point",
      "to: on S3 and its like, or in folders. So you know before a restore which tables it would"
          + " leave",
      "broken. Ends with 3 also if a file could not be asked for. With --shard, several processes",
      "share the work, and --merge puts together what they have found.",
      "",
      "Examples:",
      "  nessie-backup verify latest --vault /backup/nessie",
      "  nessie-backup verify latest --graph",
      "  nessie-backup verify --all --quick --vault /backup/nessie",
      "  nessie-backup verify --journal --vault /backup/nessie",
      "  nessie-backup verify --journal --all --vault /backup/nessie",
      "  nessie-backup verify --files latest --nessie-properties application.properties",
      "  nessie-backup verify --files latest main --deep --sample 5%% --rate 50/s",
      "  nessie-backup verify --files latest --deep --shard 3/16 --run november",
      "  nessie-backup verify --files --merge --run november"
    })
public final class VerifyCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Spec CommandSpec command;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin JobsOption jobs;
  @Mixin FileSelection selection;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      completionCandidates = BackupWords.class,
      description = {
        "${bundle:backup}.",
        "With --files: names of branches and tags behind it; all of them without."
      })
  List<String> words = new ArrayList<>();

  @Option(
      names = "--all",
      order = 45,
      fallbackValue = "true",
      description = {
        "Verify every backup of the vault.",
        "With --journal: prove again what was proven before."
      })
  boolean all;

  @Option(
      names = "--quick",
      order = 46,
      fallbackValue = "true",
      description = "Compare sizes and checksums only, without decoding rows.")
  boolean quick;

  @Option(
      names = "--graph",
      order = 47,
      fallbackValue = "true",
      description = "Walk the catalog in the backup, too, from all its references.")
  boolean graph;

  @Option(
      names = "--journal",
      order = 47,
      fallbackValue = "true",
      description = "Prove instead that the journal leads from each backup to the next.")
  boolean journal;

  @Option(
      names = "--no-record",
      order = 48,
      fallbackValue = "true",
      description = "Do not write the result down in the vault.")
  boolean noRecord;

  @Override
  public Integer call() {
    if (selection.files) {
      return files();
    }
    selection.checkUnused();
    if (journal) {
      return journal();
    }
    if (words.size() > 1) {
      throw Failure.USAGE.exception("several backups are given", "Name one, or verify --all.");
    }
    String backup = words.isEmpty() ? null : words.getFirst();
    if (backup != null) {
      // Whoever names one wants that one, whatever is set for the nightly run.
      all = allTyped();
    }
    if ((backup != null) == all) {
      throw Failure.USAGE.exception(
          all ? "both a backup and --all are given" : "no backup is given",
          "Name one by its id, or as \"latest\", or verify --all.");
    }
    if (graph && (all || quick)) {
      throw Failure.USAGE.exception(
          "--graph is given with " + (all ? "--all" : "--quick"),
          "The graph of one backup is walked, after all of its rows were read: verify ID --graph.");
    }
    Console console = root.console();
    // Who compares checksums only is not asked for the key, nor is its command run.
    KeySource[] keys = quick ? new KeySource[] {} : new KeySource[] {identities};
    Vault opened = vault.open(root.invocation(), console, keys);
    return graph
        ? withGraph(backup, opened, console)
        : console.show(new VerifyView(verify(base(backup), opened, RowTap.NONE), Optional.empty()));
  }

  /** Tips are verified with the backup that they build on. */
  private static String base(String words) {
    return words == null ? null : PointId.Split.of(words).backup();
  }

  private VerifyReport verify(String backup, Vault opened, RowTap tap) {
    BackupVerification verification = new BackupVerification(opened, root.console().work(), tap);
    VerifyReport report =
        verification.run(new VerifyOptions(Optional.ofNullable(backup), quick, jobs.jobs()));
    if (!noRecord) {
      verification.record(report);
    }
    return report;
  }

  /** All rows are read once, for both. */
  private int withGraph(String backup, Vault opened, Console console) {
    GraphCheck check =
        new GraphCheck(
            () -> opened,
            () -> {
              throw new IllegalStateException("a backup needs no database");
            },
            console.work());
    GraphCheck.Reading reading;
    try {
      reading = check.begin(backup, jobs.jobs());
    } catch (BackupException e) {
      // Mostly a backup that is not whole, and the verification says all that is wrong with it.
      VerifyReport report = verify(base(backup), opened, RowTap.NONE);
      if (report.sound()) {
        throw e;
      }
      return console.show(new VerifyView(report, Optional.empty()));
    }
    VerifyReport report = verify(reading.backup().value(), opened, reading.tap());
    if (!report.sound()) {
      // A catalog in bytes that are damaged themselves would be blamed for them.
      return console.show(new VerifyView(report, Optional.empty()));
    }
    GraphReport walked = reading.report();
    if (!noRecord && reading.isBackup()) {
      check.record(walked);
    }
    return console.show(new VerifyView(report, Optional.of(walked)));
  }

  private boolean allTyped() {
    return command.commandLine().getParseResult().hasMatchedOption("--all");
  }

  private int journal() {
    if (quick || graph || !words.isEmpty()) {
      throw Failure.USAGE.exception(
          "a backup, --quick or --graph is given with --journal",
          "Leave it out: all of the journal is proven that two backups enclose.");
    }
    Console console = root.console();
    Vault opened = vault.open(root.invocation(), console, identities);
    BackupVerification verification = new BackupVerification(opened, console.work(), RowTap.NONE);
    Consumer<JournalReport> stages = noRecord ? stage -> {} : verification::recordStage;
    JournalReport report = verification.journal(allTyped(), jobs.jobs(), stages);
    if (!noRecord) {
      verification.record(report);
    }
    return console.show(new JournalView(report));
  }

  private int files() {
    if (all || quick || graph || journal) {
      throw Failure.USAGE.exception(
          "--all, --quick, --graph or --journal is given with --files", "Leave it out.");
    }
    Console console = root.console();
    return console.show(
        selection.run(
            words, jobs.jobs(), () -> vault.open(root.invocation(), console, identities), root));
  }
}
