package org.nessiebackup.vault.replica;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.Source;

/**
 * Writes down of the replicas of a catalog whose tables were exchanged that they have stopped. Who
 * does not reach the primary any more learns only from here that its replica has what was before.
 *
 * @param replicas those of the catalog's vault; absent if no vault is given, so nothing is written
 */
public record StoppedReplicas(Optional<Replicas> replicas, WorkContext context) {
  /**
   * The exchange is done: what cannot be written down is a warning.
   *
   * @param publications by which replicas have followed the tables, as far as that is known
   * @param primary the catalog; asked for only where a replica may follow it
   * @param reason what has exchanged the tables, in a sentence
   */
  public void of(List<String> publications, Supplier<Source.Server> primary, String reason) {
    if (replicas.isEmpty()) {
      publications.forEach(this::unsaid);
      return;
    }
    try {
      stop(replicas.get(), primary, reason);
    } catch (BackupException e) {
      context
          .progress()
          .warning(
              "a replica of this catalog has stopped, if there is one, and the vault does not say"
                  + " so: "
                  + e.getMessage());
    }
  }

  private void unsaid(String publication) {
    context
        .progress()
        .warning(
            "the replica that has followed by publication \"%s\" has stopped, and no vault says so: `replica status` finds it as long as the primary answers"
                .formatted(publication));
  }

  private void stop(Replicas all, Supplier<Source.Server> primary, String reason) {
    List<ReplicaState> following =
        all.newest().stream()
            .filter(state -> state.phase().isLive())
            .filter(state -> state.phase() != ReplicaState.Phase.STOPPED)
            .toList();
    if (following.isEmpty()) {
      return;
    }
    Source.Server here = primary.get();
    following.stream()
        .filter(state -> state.servers().primary().isSameAs(here))
        .forEach(state -> stop(all, state, reason));
  }

  private void stop(Replicas all, ReplicaState state, String reason) {
    all.add(
        state.head().name(),
        number ->
            new ReplicaState(
                new ReplicaState.Head(
                    state.head().vault(),
                    context.tool(),
                    state.head().name(),
                    number,
                    context.clock().instant(),
                    all.protection()),
                ReplicaState.Phase.STOPPED,
                state.epoch(),
                state.servers(),
                state.link(),
                state.seed(),
                Optional.of(reason)));
  }
}
