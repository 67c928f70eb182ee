package org.nessiebackup.cli.option;

import java.util.Iterator;
import java.util.List;
import org.nessiebackup.vault.backups.BackupSelector;

/** Words for a backup that a shell can offer without a look into the vault. */
public final class BackupWords implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return List.of(BackupSelector.LATEST, BackupSelector.LATEST + "~1").iterator();
  }
}
