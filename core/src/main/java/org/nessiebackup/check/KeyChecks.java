package org.nessiebackup.check;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.vault.Vault;

/** What concerns the keys of a vault. */
record KeyChecks(Vault vault) {
  List<Item> run() {
    List<Item> items = new ArrayList<>();
    VaultSettings settings = vault.settings().current();
    boolean encrypted = vault.description().encryption().equals(Manifest.AGE);
    items.add(encrypted ? encryption(settings) : noEncryption());
    if (settings.signingKeys().isEmpty()) {
      items.add(
          Item.warn(
              "signatures",
              "nothing in this vault is signed: whoever can write there can forge backups",
              "Make a new vault with `init`, back up there, and bring the old backups along: `copy"
                  + " --to`."));
      return items;
    }
    items.add(
        Item.ok(
            "signatures",
            "settings %d are signed by %s"
                .formatted(settings.number(), settings.signingKeys().getFirst())));
    items.add(hostKey());
    if (encrypted) {
      items.add(identity(settings));
    }
    return items;
  }

  private static Item encryption(VaultSettings settings) {
    return Item.ok("encryption", "age, for " + String.join(", ", settings.recipients()));
  }

  private static Item noEncryption() {
    return Item.warn(
        "encryption",
        "off: whoever can read the vault can read the whole catalog",
        "Make a new vault with `init`, back up there, and bring the old backups along: `copy"
            + " --to`.");
  }

  private Item hostKey() {
    try {
      vault.keys().checkWriter();
      return Item.ok("host-key", "the host key is here and fits");
    } catch (BackupException e) {
      return Item.failure("host-key", e);
    }
  }

  private Item identity(VaultSettings settings) {
    return settings.recipients().stream().anyMatch(vault.keys()::opensFor)
        ? Item.warn(
            "identity",
            "a copy of the identity lies on this host: whoever gets in here can read every backup",
            "Keep it in two safe places elsewhere, then remove it here; a host that backs up needs"
                + " the host key only.")
        : Item.ok("identity", "none on this host, so nobody can read backups from here");
  }
}
