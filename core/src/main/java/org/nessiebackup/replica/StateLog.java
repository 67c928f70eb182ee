package org.nessiebackup.replica;

import java.util.Optional;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.vault.Vault;

/** Writes down in the vault what becomes of a replica. */
record StateLog(ReplicaSetup setup, Vault vault) {
  /**
   * What is said of it.
   *
   * @param servers who follows whom
   * @param link by what
   * @param seed what it was begun with
   * @param reason why it is so
   */
  record Told(
      ReplicaState.Servers servers,
      ReplicaState.Link link,
      Optional<ReplicaState.Seed> seed,
      Optional<String> reason) {}

  static StateLog of(ReplicaSetup setup) {
    return new StateLog(setup, setup.vaults().get());
  }

  ReplicaState write(ReplicaState.Phase phase, long epoch, Told told) {
    return vault
        .replicas()
        .add(
            setup.options().name(),
            number ->
                new ReplicaState(
                    new ReplicaState.Head(
                        vault.description().id(),
                        setup.context().tool(),
                        setup.options().name(),
                        number,
                        setup.context().clock().instant(),
                        vault.replicas().protection()),
                    phase,
                    epoch,
                    told.servers(),
                    told.link(),
                    told.seed(),
                    told.reason()));
  }
}
