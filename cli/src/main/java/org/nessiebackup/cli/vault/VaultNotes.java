package org.nessiebackup.cli.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.BackupTime;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of backups besides their manifests.
 *
 * @param now the moment from which ages are counted
 * @param parents what each backup builds on
 * @param times when each was taken, as far as that can be told
 * @param pins which are pinned, and why
 * @param verifications what was found last
 */
record VaultNotes(
    Instant now,
    Map<BackupId, Optional<BackupId>> parents,
    Map<BackupId, BackupTime> times,
    Map<BackupId, Optional<Pin>> pins,
    Map<BackupId, VerificationRecord> verifications) {

  /** Reads the notes of a vault whose list is known. */
  static VaultNotes of(Vault vault, List<BackupEntry> entries, Instant now) {
    Map<BackupId, Optional<BackupId>> parents = new HashMap<>();
    Map<BackupId, BackupTime> times = new HashMap<>();
    for (BackupEntry entry : entries) {
      switch (entry) {
        case BackupEntry.Listed listed -> {
          parents.put(listed.id(), listed.manifest().parent());
          times.put(listed.id(), listed.time());
        }
        case BackupEntry.Unreadable unreadable -> parents.put(unreadable.id(), Optional.empty());
      }
    }
    return new VaultNotes(now, parents, times, vault.pins().all(), vault.verifications().newest());
  }

  /** How old the state is that a backup holds; absent if nobody knows. */
  Optional<Duration> age(Manifest manifest) {
    return Optional.ofNullable(times.get(manifest.id())).flatMap(time -> time.age(now));
  }

  String ageText(Manifest manifest) {
    return age(manifest).map(Text::age).orElse("?");
  }

  /** What is wrong with its clocks, as a clause that follows its name. */
  Optional<String> clocks(Manifest manifest) {
    return BackupClocks.of(manifest, now).sentence();
  }

  /** On how many others it builds. */
  int depth(Manifest manifest) {
    int depth = 0;
    Optional<BackupId> parent = manifest.parent();
    while (parent.isPresent()) {
      depth++;
      parent = parents.getOrDefault(parent.get(), Optional.empty());
    }
    return depth;
  }

  /** {@code full}, or {@code incremental 3} for one that builds on three others. */
  String type(Manifest manifest) {
    int depth = depth(manifest);
    return manifest.type().label() + (depth == 0 ? "" : " " + depth);
  }

  /** {@code full 3 h ago}, {@code DAMAGED}, or a hyphen where nobody has looked. */
  String verified(BackupId id) {
    VerificationRecord record = verifications.get(id);
    if (record == null) {
      return "-";
    }
    String ago = Text.age(Duration.between(record.verified(), now)) + " ago";
    return (record.sound() ? "" : "DAMAGED, ") + record.depth().label() + " " + ago;
  }

  /** Pin and tags. */
  String marks(Manifest manifest) {
    List<String> marks = new ArrayList<>();
    if (pins.containsKey(manifest.id())) {
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
    if (!manifest.tags().isEmpty()) {
      page.field("tags", String.join(", ", manifest.tags()));
    }
    if (pins.containsKey(manifest.id())) {
      String reason = pins.get(manifest.id()).flatMap(Pin::reason).map(": "::concat).orElse("");
      page.field("pinned", "yes" + reason);
    }
  }

  void json(Manifest manifest, ObjectNode node) {
    age(manifest).ifPresent(age -> node.put("age_seconds", age.toSeconds()));
    clocks(BackupClocks.of(manifest, now), node);
    node.put("chain_depth", depth(manifest));
    node.put("pinned", pins.containsKey(manifest.id()));
    pins.getOrDefault(manifest.id(), Optional.empty())
        .flatMap(Pin::reason)
        .ifPresent(reason -> node.put("pin_reason", reason));
    VerificationRecord record = verifications.get(manifest.id());
    if (record != null) {
      verification(record, node.putObject("verified"));
    }
  }

  /** What is wrong with clocks, for machines and for people. */
  static void clocks(BackupClocks clocks, ObjectNode node) {
    clocks.doubt().ifPresent(doubt -> node.put("clock_doubt", doubt.code()));
    clocks.sentence().ifPresent(clause -> node.put("clock_message", "it " + clause));
  }

  static void verification(VerificationRecord record, ObjectNode node) {
    node.put("at", Json.time(record.verified()));
    node.put("depth", record.depth().label());
    node.put("sound", record.sound());
  }
}
