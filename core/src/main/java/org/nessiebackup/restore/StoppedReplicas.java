package org.nessiebackup.restore;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.ServerSource;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.vault.Vault;

/** Writes down of the replicas of a catalog whose tables were exchanged that they have stopped. */
record StoppedReplicas(Vault vault, WorkContext context) {
  /** The restore is done: what cannot be written down is a warning. */
  void of(Session session, CatalogLocation catalog) {
    try {
      List<ReplicaState> following =
          vault.replicas().newest().stream().filter(state -> state.phase().isLive()).toList();
      if (following.isEmpty()) {
        return;
      }
      Source.Server here = new ServerSource(ServerFacts.of(session), catalog).identity();
      following.stream()
          .filter(state -> state.phase() != ReplicaState.Phase.STOPPED)
          .filter(state -> state.servers().primary().isSameAs(here))
          .forEach(this::stop);
    } catch (BackupException e) {
      context
          .progress()
          .warning(
              "a replica of this catalog has stopped, if there is one, and the vault does not say"
                  + " so: "
                  + e.getMessage());
    }
  }

  private void stop(ReplicaState state) {
    vault
        .replicas()
        .add(
            state.head().name(),
            number ->
                new ReplicaState(
                    new ReplicaState.Head(
                        state.head().vault(),
                        context.tool(),
                        state.head().name(),
                        number,
                        context.clock().instant(),
                        vault.replicas().protection()),
                    ReplicaState.Phase.STOPPED,
                    state.epoch(),
                    state.servers(),
                    state.link(),
                    state.seed(),
                    Optional.of("a restore has exchanged the primary's tables")));
  }
}
