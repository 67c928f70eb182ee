package org.nessiebackup.service.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nessiebackup.BackupException;
import org.nessiebackup.WorkContext;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunArchive;
import org.nessiebackup.vault.Vault;

/**
 * Writes each run down in the vault of its catalog. An end that could not be written down, because
 * the vault could not be reached, is kept for later.
 */
final class VaultArchive implements RunArchive {
  private static final int MOST_PENDING = 1_000;

  private final Map<String, ServedCatalog> catalogs;
  private final WorkContext context;
  private final Map<String, Deque<Run>> pending = new HashMap<>();

  VaultArchive(Map<String, ServedCatalog> catalogs, WorkContext context) {
    this.catalogs = catalogs;
    this.context = context;
  }

  @Override
  public boolean begin(Run run) {
    return add(run);
  }

  @Override
  public void end(Run run) {
    try {
      add(run);
    } catch (BackupException e) {
      keep(run);
      throw e;
    }
  }

  /** What goes wrong here becomes a warning of the run. */
  private boolean add(Run run) {
    ServedCatalog catalog = catalogs.get(run.catalog());
    try {
      return add(catalog.vault(), run);
    } catch (BackupException e) {
      throw e.failure()
          .exception(
              catalog.redacted(e.getMessage()), e.hint().map(catalog::redacted).orElse(null), e);
    }
  }

  private boolean add(Vault vault, Run run) {
    return vault.runs().add(ArchivedRun.of(run, context));
  }

  private synchronized void keep(Run run) {
    Deque<Run> waiting = pending.computeIfAbsent(run.catalog(), name -> new ArrayDeque<>());
    waiting.addLast(run);
    if (waiting.size() > MOST_PENDING) {
      waiting.removeFirst();
    }
  }

  /** Writes down what could not be written down before. */
  void flush(String catalog, Vault vault) {
    List<Run> waiting;
    synchronized (this) {
      waiting = new ArrayList<>(pending.getOrDefault(catalog, new ArrayDeque<>()));
    }
    for (Run run : waiting) {
      add(vault, run);
      synchronized (this) {
        pending.get(catalog).remove(run);
      }
    }
  }
}
