package org.nessiebackup.kubernetes.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.lease.LeaseIntervals;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.CheckpointStore;
import org.nessiebackup.kubernetes.workload.Workload;
import tools.jackson.databind.JsonNode;

/** What a restore, an undo or a reset has left on the workload. */
record UnfinishedWork(Cluster cluster, Items items) {
  private static final String ITEM = "unfinished-restore";

  void run(Workload workload, Instant now) {
    items.check(
        ITEM,
        List.of(ObjectKind.LEASE.permission("get")),
        () -> {
          Optional<Checkpoint> state = new CheckpointStore(cluster).read(workload);
          Optional<String> holder =
              new ClusterObjects(cluster)
                  .get(ObjectKind.LEASE, workload.name().leaseName())
                  .flatMap(lease -> holder(lease, now));
          look(state, holder);
        });
  }

  /** Who holds the lease, if it has not run out. */
  private static Optional<String> holder(JsonNode lease, Instant now) {
    Duration holds =
        Duration.ofSeconds(
            lease
                .at("/spec/leaseDurationSeconds")
                .asLong(LeaseIntervals.DEFAULT.duration().toSeconds()));
    return ObjectFields.text(lease.at("/spec/holderIdentity"))
        .filter(
            ignored ->
                ObjectFields.time(lease.at("/spec/renewTime"))
                    .filter(renewed -> renewed.plus(holds).isAfter(now))
                    .isPresent());
  }

  private void look(Optional<Checkpoint> state, Optional<String> holder) {
    if (holder.isPresent()) {
      items.warn(
          ITEM,
          "\"%s\" is at work on Nessie right now%s"
              .formatted(holder.get(), state.map(s -> ": " + words(s)).orElse("")),
          "Wait for its end.");
    } else if (state.isPresent()) {
      items.fail(
          ITEM,
          words(state.get()) + ", and nobody is at work",
          "Run the same command again to go on, or with --abort to put everything back.");
    } else {
      items.ok(ITEM, "none");
    }
  }

  private static String words(Checkpoint state) {
    return "%s of the schema \"%s\"%s, begun at %s by \"%s\", got as far as \"%s\""
        .formatted(
            state.action().label(),
            state.schema(),
            state.source().map(source -> " from \"" + source + "\"").orElse(""),
            state.startedAt(),
            state.startedBy(),
            state.step());
  }
}
