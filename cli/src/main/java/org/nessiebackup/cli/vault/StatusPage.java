package org.nessiebackup.cli.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.report.page.Fact;
import org.nessiebackup.report.page.Templates;
import org.nessiebackup.retention.PrunePlan;
import org.nessiebackup.status.StatusReport;
import org.nessiebackup.vault.backups.BackupEntry;

/**
 * How a vault is, as a page: what is wrong, what would be lost now, and to which days one can go
 * back.
 *
 * @param report what was done last, and what is too old
 * @param entries all backups, oldest first
 * @param known what is known of them
 * @param prune what the vault's policy would remove now
 * @param tool name and version of the program
 */
record StatusPage(
    StatusReport report,
    List<BackupEntry> entries,
    RecoveryCalendar.Knowledge known,
    PrunePlan prune,
    String tool) {
  private static final Templates TEMPLATES = Templates.beside(StatusPage.class);

  /** How many rows a table has at most. */
  private static final int MOST = 25;

  /** Takes its own copy of the list. */
  StatusPage {
    entries = List.copyOf(entries);
  }

  /** The page as HTML. */
  String html() {
    return TEMPLATES.render("status", this);
  }

  String title() {
    return "Backups in " + report.location();
  }

  boolean stale() {
    return report.stale();
  }

  String verdict() {
    return report.stale() ? "STALE" : "OK";
  }

  String sentence() {
    return report
        .recoveryPoint()
        .map(
            age ->
                "If the catalog were lost now, %s of commits would be lost."
                    .formatted(Text.age(age)))
        .orElse("If the catalog were lost now, nobody knows how much would be lost.");
  }

  List<String> findings() {
    return report.warnings().findings();
  }

  List<Fact> cards() {
    List<Fact> cards = new ArrayList<>();
    cards.add(new Fact("Newest backup", ago(report.newest().backup())));
    cards.add(new Fact("Newest full backup", ago(report.newest().full())));
    report
        .newest()
        .tip()
        .ifPresent(
            tip -> cards.add(new Fact("Newest tip", Text.age(report.age(tip.at())) + " ago")));
    cards.add(
        new Fact(
            "Last verification", report.newest().verified().map(this::verified).orElse("never")));
    cards.add(
        new Fact(
            "Last drill", report.newest().drills().newest().map(this::drilled).orElse("never")));
    report
        .newest()
        .proofs()
        .newest()
        .ifPresent(proof -> cards.add(new Fact("Last proof of the journal", proven(proof))));
    cards.add(
        new Fact(
            "Backups",
            "%d, %d pinned, %d unreadable, %d damaged"
                .formatted(
                    report.counts().backups(),
                    report.counts().pinned(),
                    report.counts().unreadable(),
                    report.counts().doubted())));
    cards.add(new Fact("Size", Text.bytes(report.usage().bytes())));
    report.usage().freeBytes().ifPresent(free -> cards.add(new Fact("Free", Text.bytes(free))));
    report
        .leases()
        .forEach(held -> cards.add(new Fact("At work", LeaseText.line(held, report.now()))));
    return cards;
  }

  private String ago(Optional<BackupEntry.Listed> backup) {
    return backup
        .map(
            each ->
                each.time()
                    .recent()
                    .map(at -> Text.age(report.age(at)) + " ago")
                    .orElse("at an unknown time"))
        .orElse("never");
  }

  private String verified(VerificationRecord record) {
    return "%s ago, %s: %s"
        .formatted(
            Text.age(report.age(record.verified())),
            record.depth().label(),
            record.sound() ? "sound" : "DAMAGED");
  }

  private String drilled(DrillRecord record) {
    return "%s ago: %s"
        .formatted(
            Text.age(report.age(record.ended())),
            record.failedStep().map(step -> "FAILED at " + step).orElse("passed"));
  }

  private String proven(JournalProofRecord record) {
    return "%s ago: %s"
        .formatted(
            Text.age(report.age(record.at())),
            record.passed() ? "sound" : record.failed() ? "FAILED" : "nothing proven yet");
  }

  boolean hasWeeks() {
    return !weeks().isEmpty();
  }

  List<RecoveryCalendar.Week> weeks() {
    return calendar().weeks();
  }

  String caption() {
    return calendar().caption();
  }

  private RecoveryCalendar calendar() {
    return RecoveryCalendar.of(entries, known, report.now());
  }

  List<SizeCurve> curve() {
    return SizeCurve.of(entries);
  }

  String pruneText() {
    List<PrunePlan.Fate> gone = prune.removed();
    if (gone.isEmpty()) {
      return "Nothing: a rule keeps each of %s."
          .formatted(Text.count(prune.kept().size(), "backup"));
    }
    String more = gone.size() > MOST ? " The oldest %d:".formatted(MOST) : "";
    return "%s of %s, which frees %s.%s"
        .formatted(
            Text.count(gone.size(), "backup"),
            Text.count(prune.backups().size()),
            Text.bytes(prune.freedBytes()),
            more);
  }

  boolean hasRemoved() {
    return !prune.removed().isEmpty();
  }

  /**
   * A backup that goes, as text.
   *
   * @param id its name
   * @param age of what it holds
   * @param stored its size
   */
  record Removed(String id, String age, String stored) {}

  List<Removed> removed() {
    return prune.removed().stream()
        .limit(MOST)
        .map(
            each ->
                new Removed(
                    each.id().value(),
                    each.time().moment().map(at -> Text.age(report.age(at))).orElse("?"),
                    Text.bytes(each.storedBytes())))
        .toList();
  }

  /**
   * A backup, as text.
   *
   * @param manifest what it contains
   * @param text what is known of it
   */
  record Line(Manifest manifest, NotesText text) {
    String id() {
      return manifest.id().value();
    }

    String age() {
      return text.ageText(manifest);
    }

    String type() {
      return text.type(manifest);
    }

    String rows() {
      return Text.count(manifest.wholeRows());
    }

    String stored() {
      return Text.bytes(manifest.storedBytes());
    }

    String verified() {
      return text.verified(manifest.id());
    }

    String marks() {
      return text.marks(manifest);
    }
  }

  List<Line> newest() {
    NotesText text = new NotesText(known.notes());
    return entries.reversed().stream()
        .filter(BackupEntry.Listed.class::isInstance)
        .map(BackupEntry.Listed.class::cast)
        .limit(MOST)
        .map(each -> new Line(each.manifest(), text))
        .toList();
  }

  String made() {
    return "Made by %s, %s.".formatted(tool, Text.time(report.now()));
  }
}
