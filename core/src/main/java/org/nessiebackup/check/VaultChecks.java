package org.nessiebackup.check;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.BackupException;
import org.nessiebackup.DurationWords;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.backups.BackupEntry;

/** What concerns the vault. */
final class VaultChecks {
  private static final int MOST_NAMED = 3;

  private final Vault vault;
  private final Clock clock;
  private final CheckOptions options;
  private final List<Item> items = new ArrayList<>();

  VaultChecks(Vault vault, Clock clock, CheckOptions options) {
    this.vault = vault.by(clock);
    this.clock = clock;
    this.options = options;
  }

  List<Item> run() {
    items.add(Item.ok("vault", "\"" + vault.location() + "\" can be read"));
    try {
      vault.probe(UUID.randomUUID().toString());
      items.add(Item.ok("vault-writable", "an object was written, read and removed"));
      checkExclusive();
    } catch (BackupException e) {
      items.add(Item.failure("vault-writable", e));
    }
    items.addAll(new KeyChecks(vault).run());
    checkBackups();
    return items;
  }

  private void checkExclusive() {
    items.add(
        vault.supportsConditionalPut()
            ? Item.ok("vault-exclusive", "of two writers of one name, one is refused")
            : Item.warn(
                "vault-exclusive",
                "the store cannot refuse the second of two writers that come at the same moment",
                "Let no two hosts back up into this vault at the same time."));
  }

  private void checkBackups() {
    List<BackupEntry> backups = vault.backups().list();
    for (BackupEntry entry : backups) {
      if (entry instanceof BackupEntry.Unreadable unreadable) {
        items.add(Item.failure("backups", unreadable.reason()));
      }
    }
    List<BackupEntry.Listed> newestFirst = BackupEntry.readable(backups).reversed();
    items.add(
        newestFirst.stream()
            .findFirst()
            .map(this::age)
            .orElseGet(
                () -> Item.warn("last-backup", "there is no backup yet", "`backup` makes one.")));
    newestFirst.stream()
        .filter(each -> each.time().doubt().isPresent())
        .limit(MOST_NAMED)
        .forEach(each -> items.add(clocks(each.manifest())));
    List<Manifest> manifests = newestFirst.stream().map(BackupEntry.Listed::manifest).toList();
    items.addAll(
        new CutoffChecks(
                options.cutoffs(), manifests, vault.settings().current().retention(), clock)
            .run());
  }

  private Item clocks(Manifest manifest) {
    return Item.warn(
        "backup-clocks",
        "\"%s\" %s"
            .formatted(manifest.id(), vault.backups().clocks(manifest).sentence().orElseThrow()),
        "Set the clocks of this machine, of hosts that back up and of the server by NTP. What is"
            + " yet to come is not believed, so the next backup is the newest again.");
  }

  private Item age(BackupEntry.Listed newest) {
    Optional<Instant> moment =
        newest
            .time()
            .recent()
            .filter(each -> !BackupClocks.ahead(newest.manifest().snapshotAt(), clock.instant()));
    if (moment.isEmpty()) {
      return Item.warn(
          "last-backup",
          "how old \"%s\" is cannot be told".formatted(newest.id()),
          "Its clocks were wrong, or this machine's is; take another backup.");
    }
    Duration age = Duration.between(moment.get(), clock.instant());
    String detail = "\"%s\" is %s old".formatted(newest.id(), DurationWords.of(age));
    return age.compareTo(options.oldestBackup()) <= 0
        ? Item.ok("last-backup", detail)
        : Item.warn(
            "last-backup",
            detail,
            "More than %s; look why no newer one was made."
                .formatted(DurationWords.of(options.oldestBackup())));
  }
}
