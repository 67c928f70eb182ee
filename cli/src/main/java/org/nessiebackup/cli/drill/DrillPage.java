package org.nessiebackup.cli.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.drill.DrillReport;
import org.nessiebackup.drill.DrillReport.Outcome;
import org.nessiebackup.drill.DrillReport.StepResult;
import org.nessiebackup.drill.DrillStep;
import org.nessiebackup.report.page.Fact;
import org.nessiebackup.report.page.Templates;

/**
 * The report of a drill, for an auditor: verdict, who and when first, then the evidence.
 *
 * @param report what happened
 */
record DrillPage(DrillReport report) {
  private static final Templates TEMPLATES = Templates.beside(DrillPage.class);

  /** A digest of no rows. */
  private static final String NOTHING = "0+";

  /** The page as HTML. */
  String html() {
    return TEMPLATES.render("drill", this);
  }

  String title() {
    return "Restore drill of " + report.subject().backup().restored().point().words();
  }

  boolean passed() {
    return report.passed();
  }

  boolean failed() {
    return !report.passed();
  }

  String verdict() {
    return DrillView.verdict(report.passed());
  }

  String sentence() {
    return report
        .failure()
        .map(step -> "At step \"%s\": %s".formatted(step.step().label(), step.summary()))
        .orElseGet(
            () ->
                "The backup was restored, in %s from nothing."
                    .formatted(Text.duration(report.recovery())));
  }

  List<Fact> cards() {
    return List.of(
        new Fact("Ended", Text.time(report.run().ended())),
        new Fact("Held by", report.run().host()),
        new Fact("Backup", report.subject().backup().id().value()),
        new Fact("State as of", Text.time(report.subject().backup().restored().at())),
        new Fact("Vault", report.subject().vault()),
        new Fact("Rows", Text.count(report.subject().rows())));
  }

  String advice() {
    return report.failure().map(step -> DrillAdvice.of(step.step())).orElse("");
  }

  /**
   * A step, as text.
   *
   * @param result how it ended
   */
  record Step(StepResult result) {
    String label() {
      return result.step().label();
    }

    String kind() {
      return switch (result.outcome()) {
        case PROVEN -> "good";
        case FAILED -> "bad";
        case NOT_PROVEN, NOT_REACHED -> "none";
      };
    }

    String outcome() {
      return DrillView.outcome(result.outcome());
    }

    /** What was proven; of what was not, the page must not state it. */
    String statement() {
      String statement = result.step().statement();
      return switch (result.outcome()) {
        case PROVEN -> statement + ".";
        case FAILED -> "In doubt: \u201c%s\u201d.".formatted(statement);
        case NOT_PROVEN -> "Left out: \u201c%s\u201d.".formatted(statement);
        case NOT_REACHED -> "Not looked at: \u201c%s\u201d.".formatted(statement);
      };
    }

    String summary() {
      return result.summary();
    }

    boolean hasDetails() {
      return !result.details().isEmpty();
    }

    boolean open() {
      return result.outcome() == Outcome.FAILED;
    }

    int count() {
      return result.details().size();
    }

    List<String> details() {
      return result.details();
    }

    String time() {
      boolean timed = result.outcome() == Outcome.PROVEN || result.outcome() == Outcome.FAILED;
      return timed ? Text.duration(result.took()) : "";
    }
  }

  List<Step> steps() {
    return report.course().steps().stream().map(Step::new).toList();
  }

  /** None where it did not come so far. */
  List<StackedBar> recovery() {
    List<DrillReport.Phase> phases = report.course().phases();
    return phases.isEmpty() ? List.of() : List.of(StackedBar.of(phases));
  }

  List<Fact> backup() {
    DrillReport.Backup backup = report.subject().backup();
    return List.of(
        new Fact("Id", backup.id().value()),
        new Fact("Source", backup.source() + ", store type " + backup.storeType()),
        new Fact("Vault's id", report.subject().vaultId()),
        new Fact("Encryption", backup.encryption()));
  }

  /**
   * A backup of the chain, as text.
   *
   * @param id its name
   * @param sha256 of its manifest
   * @param stored its size
   */
  record Member(String id, String sha256, String stored) {}

  List<Member> members() {
    return report.subject().members().stream()
        .map(
            each ->
                new Member(
                    each.id().value(), each.manifestSha256(), Text.bytes(each.storedBytes())))
        .toList();
  }

  /**
   * A table, as text.
   *
   * @param name its name
   * @param stored whether the backup stores rows of it
   * @param digest of these
   * @param rows how many it has in all
   */
  record Table(String name, boolean stored, String digest, String rows) {}

  List<Table> tables() {
    return report.subject().tables().stream()
        .map(
            each ->
                new Table(
                    each.name(),
                    !each.digest().matches(NOTHING),
                    each.digest(),
                    Text.count(each.rows())))
        .toList();
  }

  List<Fact> place() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Began", Text.time(report.run().begun())));
    facts.add(new Fact("Program", report.run().tool()));
    facts.add(new Fact("Restored into", report.place().description()));
    report.place().serverVersion().ifPresent(each -> facts.add(new Fact("PostgreSQL", each)));
    report.place().schema().ifPresent(each -> facts.add(new Fact("Schema", each)));
    facts.add(
        new Fact(
            "Nessie", report.nessie().map(DrillReport.NessieServer::description).orElse("none")));
    report.nessie().ifPresent(nessie -> add(nessie, facts));
    facts.add(
        new Fact(
            "Sample",
            "%s, seed %d"
                .formatted(
                    Text.count(report.sampling().contents(), "content"),
                    report.sampling().seed())));
    return facts;
  }

  private static void add(DrillReport.NessieServer nessie, List<Fact> facts) {
    facts.add(new Fact("Nessie's version", nessie.version().orElse("not known")));
    nessie.sha256().ifPresent(sha256 -> facts.add(new Fact("SHA-256 of its file", sha256)));
    facts.add(
        new Fact(
            "Nessie repositories",
            nessie.repositories().stream()
                .map(each -> each.isEmpty() ? "the one without a name" : "\"" + each + "\"")
                .collect(Collectors.joining(", "))));
  }

  boolean hasRemarks() {
    return !report.warnings().isEmpty();
  }

  List<String> remarks() {
    return report.warnings();
  }

  List<String> limits() {
    String files =
        report.proven().contains(DrillStep.FILES)
            ? "that what the metadata files of the tables name is still there; verify --files"
                + " --deep looks"
            : "that the files of the tables, to which the catalog points, are still there; --files"
                + " looks";
    return List.of(
        files,
        "that the production server has room and rights for a restore; check and restore --dry-run"
            + " look",
        "that people find keys and vault when they are needed, unless a person has held this"
            + " drill");
  }
}
