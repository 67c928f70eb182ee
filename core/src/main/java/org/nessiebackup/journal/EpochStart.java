package org.nessiebackup.journal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.Lsn;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.catalog.ServerSource;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.ServerMoment;
import org.nessiebackup.replication.Publication;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableInspector;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.JournalEpochDraft;
import org.nessiebackup.vault.journal.JournalWriter;
import org.nessiebackup.vault.journal.StoredEpoch;

/**
 * Begins epochs. The publication is made before the slot: the slot begins where every transaction
 * that was running then has ended, so none of those behind it has changes from before the
 * publication.
 */
record EpochStart(Vault vault, FollowedServer server, Setup setup) {
  /**
   * Begins an epoch with a slot of its own. What was left of one before is removed first.
   *
   * @throws BackupException because of the server or the vault; then nothing is left behind, as far
   *     as that can be done
   */
  StoredEpoch.Usable anew() {
    Source.Server source = new ServerSource(server.facts(), server.catalog()).identity();
    ReplicaMark.refuseSuperseded(server.session(), server.catalog());
    vault.replicas().primacy().check(vault.location(), vault.backups().newest().manifest(), source);
    Removal removal = new Removal(server.session(), server.names());
    removal.all();
    Requirements.refuse(server, setup);
    try {
      publish();
      ServerMoment before = ServerMoment.of(server.session());
      Lsn start =
          server.replication().createSlot(server.names().slot(), Set.of()).consistentPoint();
      return begin(before, start);
    } catch (RuntimeException e) {
      removal.allAfter(e);
      throw e;
    }
  }

  /** Somebody may have made it for a role that may not. */
  private void publish() {
    String name = server.names().publication();
    if (Publication.look(server.session(), name).isEmpty()) {
      Publication.create(
          server.session(),
          Publication.Purpose.JOURNAL,
          name,
          server.catalog().names().stream()
              .map(table -> new QualifiedName(server.catalog().schema(), table))
              .toList());
    }
  }

  private StoredEpoch.Usable begin(ServerMoment moment, Lsn start) {
    List<TableDescription> tables = TableInspector.inspect(server.session(), server.catalog());
    return begin(
        vault,
        setup.context().tool(),
        new JournalEpochDraft(
            moment.at(),
            place(),
            server.names().slot(),
            start,
            Optional.empty(),
            table(tables.getFirst()),
            table(tables.getLast())));
  }

  /**
   * Begins an epoch that goes on where another one ends, with the same slot. Whether the server
   * still has the same tables is looked at before anything is believed of it.
   */
  static StoredEpoch.Usable following(Vault vault, VaultJournal.Ended before, String tool) {
    JournalEpoch epoch = before.epoch().document();
    JournalFile.Span span = before.last().span();
    return begin(
        vault,
        tool,
        new JournalEpochDraft(
            span.reachedAt(),
            epoch.source(),
            epoch.slot(),
            span.to(),
            vault.journal().files(before.epoch()).asBefore(),
            epoch.references(),
            epoch.objects()));
  }

  private static StoredEpoch.Usable begin(Vault vault, String tool, JournalEpochDraft draft) {
    try (JournalWriter writer = vault.journal().begin(draft, tool)) {
      return writer.epoch();
    }
  }

  private CatalogPlace place() {
    ReplicationSession.Identity identity = server.replication().identify();
    ServerFacts facts = server.facts();
    return new CatalogPlace(
        identity.system(),
        identity.timeline(),
        facts.database(),
        facts.identity().databaseOid(),
        facts.version().text(),
        server.catalog().schema(),
        server.catalog().tables().label());
  }

  private static JournalEpoch.Table table(TableDescription table) {
    return new JournalEpoch.Table(table.oid(), table.shape());
  }
}
