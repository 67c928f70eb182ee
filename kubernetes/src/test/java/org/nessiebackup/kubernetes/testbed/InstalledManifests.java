package org.nessiebackup.kubernetes.testbed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatusBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * Our manifests in a cluster, some time after they were applied: the claim is bound, a backup was
 * made, and the Secrets and the storage class that they speak of are there.
 */
public final class InstalledManifests {
  private static final Set<String> KINDS =
      Set.of(
          "CronJob",
          "ConfigMap",
          "PersistentVolumeClaim",
          "Secret",
          "ServiceAccount",
          "StorageClass");

  private static final String SURROUNDINGS =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: nessie-postgres-app, namespace: data-platform}
      data: {password: bm90IGFza2VkIGZvcg==}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: nessie-backup-host-key, namespace: data-platform}
      data: {host-key.pem: bm90IGFza2VkIGZvcg==}
      ---
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: ceph-block}
      provisioner: rbd.csi.ceph.com
      """;

  private InstalledManifests() {}

  /**
   * Makes them. Roles are the API server's own, so they are left out, and so is what a network
   * does.
   *
   * @param yaml documents, as they would be applied
   */
  public static void in(TestCluster cluster, Iterable<String> yaml) {
    create(cluster, SURROUNDINGS);
    yaml.forEach(text -> create(cluster, text));
  }

  private static void create(TestCluster cluster, String yaml) {
    cluster
        .client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .items()
        .stream()
        .filter(object -> KINDS.contains(object.getKind()))
        .map(InstalledManifests::aged)
        .forEach(object -> cluster.client().resource(object).create());
  }

  private static HasMetadata aged(HasMetadata object) {
    if (object instanceof CronJob job) {
      String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
      job.setStatus(new CronJobStatusBuilder().withLastSuccessfulTime(now).build());
    }
    if (object instanceof PersistentVolumeClaim claim) {
      claim.setStatus(new PersistentVolumeClaimStatusBuilder().withPhase("Bound").build());
    }
    return object;
  }
}
