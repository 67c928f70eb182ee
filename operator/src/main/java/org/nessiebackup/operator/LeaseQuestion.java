package org.nessiebackup.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.ErrorWords;

/**
 * Why nobody has the lease. The library that wants it tries again and again, and tells nobody what
 * it is told: an account that may no longer, or an admission rule against it. So the same is tried
 * here, as a dry run of which nothing is kept.
 *
 * @param client asks
 * @param namespace of the lease
 */
record LeaseQuestion(KubernetesClient client, String namespace) {
  /** Of all operators of a namespace, the one that has the lease of this name works. */
  static final String NAME = "nessie-backup-operator";

  /** A lease that nobody has renewed for so many of its own durations is nobody's. */
  private static final int MOST_DURATIONS = 3;

  /**
   * Asks.
   *
   * @param now the time, by the clock that the election reads
   * @return what the API server says against taking it; empty if somebody has it, or it can be
   *     taken
   */
  Optional<String> whyNobody(Instant now) {
    try {
      Lease lease = client.leases().inNamespace(namespace).withName(NAME).get();
      if (lease == null) {
        client.resource(unheld()).dryRun().create();
      } else if (!isHeld(lease, now)) {
        client.resource(lease).dryRun().update();
      }
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(
          "no operator works, as lease \"%s\" in namespace \"%s\" cannot be taken: %s"
              .formatted(NAME, namespace, ErrorWords.of(e)));
    }
  }

  private Lease unheld() {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  private static boolean isHeld(Lease lease, Instant now) {
    var spec = lease.getSpec();
    if (spec == null
        || spec.getHolderIdentity() == null
        || spec.getHolderIdentity().isEmpty()
        || spec.getRenewTime() == null
        || spec.getLeaseDurationSeconds() == null) {
      return false;
    }
    Duration patience =
        Duration.ofSeconds(spec.getLeaseDurationSeconds()).multipliedBy(MOST_DURATIONS);
    return spec.getRenewTime().toInstant().plus(patience).isAfter(now);
  }
}
