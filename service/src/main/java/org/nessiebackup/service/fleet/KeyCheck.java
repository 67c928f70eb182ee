package org.nessiebackup.service.fleet;

import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.vault.backups.BackupEntry;

/**
 * Tells before a run what it would fail with after a while: that it reads backups, and that this
 * service has no identity, as few of them should have one.
 */
public final class KeyCheck {
  private KeyCheck() {}

  /**
   * Refuses a command that cannot have the key which it needs.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#KEY_MISSING}, with the line to execute
   *     where the key is
   */
  public static void require(Fleet fleet, String catalog, Command command) {
    if (readsBackups(command)
        && !fleet.served(catalog).readsBackups()
        && fleet.state(catalog).filter(KeyCheck::encrypted).isPresent()) {
      throw Failure.KEY_MISSING.exception(
          "\"%s\" reads backups, and this service has no identity".formatted(command.name()),
          "Run it where the identity is: nessie-backup %s --identity FILE"
              .formatted(command.line()));
    }
  }

  private static boolean readsBackups(Command command) {
    return switch (command.name()) {
      case "drill", "restore", "restore-ref", "restore-table" ->
          !command.words().contains("--dry-run");
      case "verify" -> !command.words().contains("--quick");
      default -> false;
    };
  }

  private static boolean encrypted(CatalogState state) {
    return state
        .vault()
        .flatMap(vault -> vault.status().newest().backup())
        .map(BackupEntry.Listed::manifest)
        .filter(Manifest::encrypted)
        .isPresent();
  }
}
