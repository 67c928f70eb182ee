package org.nessiebackup.status;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.Failure;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;

/** Backups that somebody may have put into the vault who should not. */
final class UntrustedBackups {
  private static final int MOST_NAMED = 5;

  private UntrustedBackups() {}

  /**
   * What to say of them. Who says whom to trust expects that older ones are signed by others; what
   * is newer than all that is trusted is worth a word in any case.
   */
  static List<String> findings(Vault vault, List<BackupEntry> entries) {
    int lastTrusted = -1;
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof BackupEntry.Listed) {
        lastTrusted = i;
      }
    }
    int from = vault.keys().trustsNamedKeysOnly() ? lastTrusted + 1 : 0;
    List<String> all =
        entries.subList(from, entries.size()).stream()
            .flatMap(UntrustedBackups::untrusted)
            .toList();
    List<String> findings =
        new ArrayList<>(all.reversed().subList(0, Math.min(MOST_NAMED, all.size())));
    if (all.size() > MOST_NAMED) {
      findings.add("%d more backups are not to be trusted".formatted(all.size() - MOST_NAMED));
    }
    return findings;
  }

  private static Stream<String> untrusted(BackupEntry entry) {
    return entry instanceof BackupEntry.Unreadable unreadable
            && unreadable.reason().failure() == Failure.UNTRUSTED
        ? Stream.of(
            "backup \"%s\" is not to be trusted: %s"
                .formatted(unreadable.id(), unreadable.reason().getMessage()))
        : Stream.empty();
  }
}
