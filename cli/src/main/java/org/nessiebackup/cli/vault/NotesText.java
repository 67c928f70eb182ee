package org.nessiebackup.cli.vault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.tip.StoredTips;

/** What is known of backups besides their manifests, in words. */
record NotesText(VaultNotes notes) {
  private static final String DAMAGED = "DAMAGED";
  private static final String NOBODY = "-";

  String ageText(Manifest manifest) {
    return notes.age(manifest).map(Text::age).orElse("?");
  }

  /** What is wrong with its clocks, as a clause that follows its name. */
  Optional<String> clocks(Manifest manifest) {
    return BackupClocks.of(manifest, notes.now()).sentence();
  }

  /** {@code full}, or {@code incremental 3} for one that builds on three others. */
  String type(Manifest manifest) {
    int depth = notes.depth(manifest);
    return manifest.type().label() + (depth == 0 ? "" : " " + depth);
  }

  /** {@code full 3 h ago}, {@code DAMAGED}, or a hyphen where nobody has looked. */
  String verified(BackupId id) {
    VerificationRecord record = notes.verifications().get(id);
    if (record == null) {
      return NOBODY;
    }
    String ago = Text.age(Duration.between(record.verified(), notes.now())) + " ago";
    return (record.sound() ? "" : DAMAGED + ", ") + record.depth().label() + " " + ago;
  }

  /** How many tips build on it; empty if none do. */
  String tips(BackupId id) {
    long count = notes.tips(id).count();
    return count == 0 ? "" : Text.count(count);
  }

  /** How that is meant. */
  static Tone tone(String verified) {
    if (verified.startsWith(DAMAGED)) {
      return Tone.BAD;
    }
    return verified.equals(NOBODY) ? Tone.PLAIN : Tone.GOOD;
  }

  /** Pin and tags. */
  String marks(Manifest manifest) {
    List<String> marks = new ArrayList<>();
    if (notes.pins().containsKey(manifest.id())) {
      marks.add("pinned");
    }
    marks.addAll(manifest.tags());
    return String.join(", ", marks);
  }

  /** The lines that a detailed view has. */
  void fields(Manifest manifest, TextPage page) {
    page.field("age", ageText(manifest));
    clocks(manifest).ifPresent(clause -> page.field("clocks", "it " + clause));
    page.field("verified", verified(manifest.id()));
    StoredTips tips = notes.tips(manifest.id());
    if (tips.count() > 0) {
      page.field(
          "tips", "%s, %s stored".formatted(Text.count(tips.count()), Text.bytes(tips.bytes())));
    }
    if (!manifest.tags().isEmpty()) {
      page.field("tags", String.join(", ", manifest.tags()));
    }
    if (notes.pins().containsKey(manifest.id())) {
      String reason =
          notes.pins().get(manifest.id()).flatMap(Pin::reason).map(": "::concat).orElse("");
      page.field("pinned", "yes" + reason);
    }
  }
}
