package org.nessiebackup.kubernetes.lease;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.workload.WorkloadName;

/** The object of the API in which a workload's lease lies. Each change says what it builds on. */
final class LeaseObject {
  private final Cluster cluster;
  private final WorkloadName workload;
  private final String holder;

  LeaseObject(Cluster cluster, WorkloadName workload, String holder) {
    this.cluster = cluster;
    this.workload = workload;
    this.holder = holder;
  }

  String name() {
    return workload.leaseName();
  }

  /** Whoever has it, if somebody has. */
  static Optional<String> holder(Lease lease) {
    return Optional.ofNullable(lease.getSpec())
        .map(LeaseSpec::getHolderIdentity)
        .filter(identity -> !identity.isEmpty());
  }

  boolean isMine(Lease lease) {
    return holder(lease).filter(holder::equals).isPresent();
  }

  Optional<Lease> read() {
    return Optional.ofNullable(cluster.call(what("read"), () -> resource().get()));
  }

  /** Empty if somebody else was quicker. */
  Optional<Lease> create(LeaseTiming terms) {
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(name())
            .withNamespace(workload.namespace())
            .addToLabels("app.kubernetes.io/managed-by", "nessie-backup")
            .endMetadata()
            .build();
    return cluster.change(
        what("create"),
        () ->
            cluster
                .client()
                .leases()
                .inNamespace(workload.namespace())
                .resource(held(lease, terms, true))
                .create());
  }

  /** Makes it mine; empty if somebody else was quicker. */
  Optional<Lease> take(Lease before, LeaseTiming terms) {
    return update(held(before, terms, true));
  }

  /** Prolongs what is mine; empty if it has changed since. */
  Optional<Lease> renew(Lease before, LeaseTiming terms) {
    return update(held(before, terms, false));
  }

  void release(Lease before) {
    update(new LeaseBuilder(before).editSpec().withHolderIdentity("").endSpec().build());
  }

  private Lease held(Lease before, LeaseTiming terms, boolean taken) {
    ZonedDateTime now = cluster.now().atZone(ZoneOffset.UTC);
    LeaseSpec spec = before.getSpec() == null ? new LeaseSpec() : before.getSpec();
    return new LeaseBuilder(before)
        .withNewSpecLike(spec)
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds(Math.toIntExact(terms.duration().toSeconds()))
        .withRenewTime(now)
        .withAcquireTime(taken ? now : spec.getAcquireTime())
        .withLeaseTransitions(transitions(spec) + (taken ? 1 : 0))
        .endSpec()
        .build();
  }

  private static int transitions(LeaseSpec spec) {
    return spec.getLeaseTransitions() == null ? 0 : spec.getLeaseTransitions();
  }

  /** The version in the object makes the server refuse what builds on an older one. */
  private Optional<Lease> update(Lease next) {
    return cluster.change(
        what("update"),
        () ->
            cluster
                .client()
                .leases()
                .inNamespace(workload.namespace())
                .resource(next)
                .lockResourceVersion(next.getMetadata().getResourceVersion())
                .update());
  }

  private Resource<Lease> resource() {
    return cluster.client().leases().inNamespace(workload.namespace()).withName(name());
  }

  private String what(String verb) {
    return "cannot %s the lease \"%s\"".formatted(verb, name());
  }
}
