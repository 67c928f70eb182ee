package org.nessiebackup.verify;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.segment.RowKey;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.rows.TableLayers;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;

/** Adds up, from the lists of keys alone, what a restore of a chain would give. */
final class ChainCheck {
  private ChainCheck() {}

  static List<Finding> run(Vault vault, BackupId backup) {
    List<Finding> findings = new ArrayList<>();
    try {
      BackupChain chain = vault.backups().chain(backup);
      for (TableEntry table : chain.newest().tables()) {
        table.changes().ifPresent(changes -> compare(vault, chain, table, changes, findings));
      }
    } catch (BackupException e) {
      if (!e.failure().isOfOneBackup()) {
        throw e;
      }
      findings.add(Finding.of(Kind.PARENT_DAMAGED, e.getMessage()));
    }
    return findings;
  }

  private static void compare(
      Vault vault,
      BackupChain chain,
      TableEntry table,
      TableChanges changes,
      List<Finding> findings) {
    Sum sum = new Sum();
    TableLayers.open(vault, chain, table.name()).liveKeys(sum);
    if (sum.rows != changes.rows() || sum.tail != RowDigest.tail(changes.digestTail())) {
      findings.add(
          Finding.of(
              Kind.DIGEST_MISMATCH,
              table.name(),
              "with what it builds on, table \"%s\" has %d rows, digest …%016x, instead of %d, …%s"
                  .formatted(
                      table.name(), sum.rows, sum.tail, changes.rows(), changes.digestTail())));
    }
  }

  private static final class Sum implements RowKey.Sink {
    private long rows;
    private long tail;

    @Override
    public void accept(RowKey key) {
      rows++;
      tail += key.row();
    }
  }
}
