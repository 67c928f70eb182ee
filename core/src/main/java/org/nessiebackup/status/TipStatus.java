package org.nessiebackup.status;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.TipPoint;
import org.nessiebackup.vault.tip.StoredTips;

/**
 * How the tips of a vault are, as far as a listing and the newest one say.
 *
 * @param count how many there are
 * @param newest the newest one
 * @param findings that it cannot be used
 */
record TipStatus(long count, Optional<TipPoint> newest, List<String> findings) {
  TipStatus {
    findings = List.copyOf(findings);
  }

  static TipStatus of(Vault vault) {
    long count = vault.tips().stored().values().stream().mapToLong(StoredTips::count).sum();
    if (count == 0) {
      return new TipStatus(0, Optional.empty(), List.of());
    }
    try {
      return new TipStatus(count, vault.points().newestTip(), List.of());
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return new TipStatus(
            count, Optional.empty(), List.of("the newest tip cannot be used: " + e.getMessage()));
      }
      throw e;
    }
  }
}
