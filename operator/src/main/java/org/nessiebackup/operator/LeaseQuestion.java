package org.nessiebackup.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.ErrorWords;

/**
 * Why this operator does not get a lease that nobody has. The library that wants it tries again and
 * again, and tells nobody what it is told: an account that may no longer, or an admission rule
 * against it. So the same is tried here, as a dry run of which nothing is kept.
 *
 * @param client asks
 * @param namespace of the lease
 */
record LeaseQuestion(KubernetesClient client, String namespace) {
  /** A lease that nobody has renewed for so many of its own durations is nobody's. */
  private static final int MOST_DURATIONS = 3;

  /**
   * Asks.
   *
   * @param now the time, by the clock that the election reads
   * @return what the API server says against taking it; empty if somebody has it, or it can be
   *     taken
   */
  Optional<String> whyNot(Instant now) {
    try {
      Lease lease = client.leases().inNamespace(namespace).withName(LeaseHold.NAME).get();
      if (lease == null) {
        client.resource(unheld()).dryRun().create();
      } else if (!isHeld(lease, now)) {
        client.resource(lease).dryRun().update();
      }
      return Optional.empty();
    } catch (KubernetesClientException e) {
      // Somebody was quicker, and has it.
      return e.getCode() == HttpURLConnection.HTTP_CONFLICT
          ? Optional.empty()
          : Optional.of(sentence(e));
    }
  }

  /** Whether another operator could take it, with another account or another way, nobody knows. */
  private String sentence(KubernetesClientException refusal) {
    String needs =
        refusal.getCode() == HttpURLConnection.HTTP_FORBIDDEN
            ? "; the account of an operator needs create, get, update and patch of leases there"
            : "";
    return "this operator cannot take lease \"%s\" in namespace \"%s\": %s%s"
        .formatted(LeaseHold.NAME, namespace, ErrorWords.of(refusal), needs);
  }

  private Lease unheld() {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(LeaseHold.NAME)
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  private static boolean isHeld(Lease lease, Instant now) {
    LeaseSpec spec = lease.getSpec();
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
