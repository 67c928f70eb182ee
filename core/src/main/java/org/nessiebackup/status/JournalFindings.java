package org.nessiebackup.status;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.JournalReach;

/**
 * How far the journal of a vault goes.
 *
 * @param reach how far; absent if there is none, or it cannot be used
 * @param findings that it cannot be used
 */
record JournalFindings(Optional<JournalReach> reach, List<String> findings) {
  JournalFindings {
    findings = List.copyOf(findings);
  }

  static JournalFindings of(Vault vault) {
    try {
      return new JournalFindings(vault.points().journalReach(), List.of());
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return new JournalFindings(
            Optional.empty(), List.of("the end of the journal cannot be used: " + e.getMessage()));
      }
      throw e;
    }
  }
}
