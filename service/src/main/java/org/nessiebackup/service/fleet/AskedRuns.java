package org.nessiebackup.service.fleet;

import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunRequest;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.vault.backups.BackupEntry;

/**
 * Runs that people ask for, by whichever way in. They are told at once what such a run would fail
 * with after a while: that it reads backups, and that this service has no identity, as few of them
 * should have one.
 *
 * @param fleet knows which catalogs can be read here
 * @param runs starts them
 */
public record AskedRuns(Fleet fleet, Runs runs) {
  /**
   * Starts one.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#KEY_MISSING}, with the line to execute
   *     where the key is, if the command cannot have the key which it needs
   */
  public Run start(String catalog, Command command, Origin.Person who) {
    requireKey(catalog, command);
    return runs.start(RunRequest.of(catalog, command, who));
  }

  private void requireKey(String catalog, Command command) {
    if (readsBackups(command)
        && !fleet.served(catalog).readsBackups()
        && fleet.state(catalog).filter(AskedRuns::encrypted).isPresent()) {
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
