package org.nessiebackup.report;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.backups.BackupEntry;

/** {@code list} and {@code show}: backups, and what else is known of them. */
public final class NotesJson {
  static final Shape<BackupClocks> CLOCKS =
      Shape.of(BackupClocks.class)
          .textIf("clock_doubt", clocks -> clocks.doubt().map(doubt -> doubt.label()))
          .textIf("clock_message", clocks -> clocks.sentence().map("it "::concat));

  static final Shape<VerificationRecord> VERIFICATION =
      Shape.of(VerificationRecord.class)
          .time("at", VerificationRecord::verified)
          .text("depth", record -> record.depth().label())
          .flag("sound", VerificationRecord::sound);

  private static final Shape<Noted> NOTES =
      Shape.of(Noted.class)
          .ageIf("age_seconds", each -> each.notes.age(each.manifest))
          .members(CLOCKS, each -> BackupClocks.of(each.manifest, each.notes.now()))
          .number("chain_depth", each -> each.notes.depth(each.manifest))
          .flag("pinned", each -> each.notes.pins().containsKey(each.manifest.id()))
          .textIf("pin_reason", Noted::pinReason)
          .objectIf("verified", VERIFICATION, Noted::verified)
          .number("tips", each -> each.notes.tips(each.manifest.id()).count())
          .number("tips_bytes", each -> each.notes.tips(each.manifest.id()).bytes());

  /** A backup in a list. */
  public static final Shape<Noted> LISTED =
      Shape.of(Noted.class)
          .members(ManifestJson.SUMMARY, Noted::manifest)
          .members(NOTES, each -> each);

  /** One that cannot be read. */
  public static final Shape<BackupEntry.Unreadable> UNREADABLE =
      Shape.of(BackupEntry.Unreadable.class)
          .text("id", each -> each.id().value())
          .text("code", each -> each.reason().failure().label())
          .text("message", each -> each.reason().getMessage());

  private static final Shape<Detail> DETAIL =
      Shape.of(Detail.class)
          .members(ManifestJson.DETAIL, each -> each.backup.manifest)
          .texts("recipients", Detail::recipients)
          .members(NOTES, Detail::backup);

  /** A backup by itself. */
  public static final Shape<Detail> SHOWN =
      Shape.of(Detail.class).object("backup", DETAIL, detail -> detail);

  private NotesJson() {}

  /**
   * A backup, and what else is known.
   *
   * @param manifest the backup
   * @param notes of all backups of its vault
   */
  public record Noted(Manifest manifest, VaultNotes notes) {
    private Optional<String> pinReason() {
      return notes.pins().getOrDefault(manifest.id(), Optional.empty()).flatMap(Pin::reason);
    }

    private Optional<VerificationRecord> verified() {
      return Optional.ofNullable(notes.verifications().get(manifest.id()));
    }
  }

  /**
   * A backup by itself.
   *
   * @param backup the backup, with notes
   * @param recipients who can read it; empty if everybody can
   */
  public record Detail(Noted backup, List<String> recipients) {
    /** Takes its own copy of the list. */
    public Detail {
      recipients = List.copyOf(recipients);
    }
  }
}
