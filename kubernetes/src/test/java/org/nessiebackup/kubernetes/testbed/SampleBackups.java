package org.nessiebackup.kubernetes.testbed;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What makes backups in a cluster, as our chart makes it, and Nessie beside it. All is well. */
public final class SampleBackups {
  private static final String CRON_JOB =
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata:
        name: nessie-backup
        namespace: data-platform
        uid: 0d6e6f7c-0000-4000-8000-000000000001
      spec:
        schedule: "0 2 * * *"
        timeZone: Etc/UTC
        concurrencyPolicy: Forbid
        jobTemplate:
          metadata:
            labels: {app.kubernetes.io/name: nessie-backup}
            annotations: {example.org/team: lake}
          spec:
            activeDeadlineSeconds: 21600
            template:
              spec:
                serviceAccountName: nessie-backup
                restartPolicy: Never
                containers:
                  - name: nessie-backup
                    image: nessie-backup:0.1.0
                    args: [backup, --type, full]
                    envFrom:
                      - configMapRef: {name: nessie-backup}
                    env:
                      - name: NESSIE_BACKUP_USER
                        valueFrom: {secretKeyRef: {name: nessie-postgres-app, key: username}}
                      - name: NESSIE_BACKUP_PASSWORD_FILE
                        value: /etc/nessie-backup/database/password
                    volumeMounts:
                      - {name: vault, mountPath: /backup}
                      - {name: database, mountPath: /etc/nessie-backup/database}
                volumes:
                  - name: vault
                    persistentVolumeClaim: {claimName: nessie-backup-pvc}
                  - name: database
                    secret:
                      secretName: nessie-postgres-app
                      items: [{key: password, path: password}]
      status:
        lastSuccessfulTime: "LAST_SUCCESS"
      """;

  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: nessie-postgres-app, namespace: data-platform}
      data: {username: cG9zdGdyZXM=, password: "PASSWORD"}
      """;

  private static final List<String> OTHERS =
      List.of(
          """
          apiVersion: v1
          kind: ServiceAccount
          metadata: {name: nessie-backup, namespace: data-platform}
          """,
          """
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: {name: nessie-backup-pvc, namespace: data-platform}
          spec:
            storageClassName: ceph-block
            resources: {requests: {storage: 10Gi}}
          status: {phase: Bound, capacity: {storage: 10Gi}}
          """,
          """
          apiVersion: storage.k8s.io/v1
          kind: StorageClass
          metadata: {name: ceph-block}
          provisioner: rook-ceph.rbd.csi.ceph.com
          """);

  private SampleBackups() {}

  /**
   * The CronJob, and all that it refers to but its ConfigMap.
   *
   * @param lastSuccess when it has last made a backup
   * @param password in the Secret, beside the role {@code postgres}
   */
  public static List<String> manifests(Instant lastSuccess, String password) {
    List<String> manifests = new ArrayList<>(OTHERS);
    manifests.add(CRON_JOB.replace("LAST_SUCCESS", lastSuccess.toString()));
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    manifests.add(SECRET.replace("PASSWORD", Base64.getEncoder().encodeToString(bytes)));
    return manifests;
  }

  /** The ConfigMap of the CronJob. */
  public static ConfigMap settings(Map<String, String> variables) {
    return configMap("nessie-backup", variables);
  }

  /** The ConfigMap of Nessie. */
  public static ConfigMap nessieSettings(String type, String url) {
    String properties =
        """
        nessie.version.store.type=%s
        nessie.version.store.persist.jdbc.datasource=postgresql
        quarkus.datasource.postgresql.jdbc.url=%s?currentSchema=nessie
        """
            .formatted(type, url);
    return configMap("nessie", Map.of("application.properties", properties));
  }

  private static ConfigMap configMap(String name, Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(TestCluster.NAMESPACE)
        .endMetadata()
        .withData(data)
        .build();
  }

  /** Nessie with that ConfigMap, and a Secret that is nobody else's business. */
  public static Deployment nessie() {
    return new DeploymentBuilder(SampleWorkload.deployment("nessie", "lake", 1))
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .addNewVolumeMount()
        .withName("config")
        .withMountPath("/deployments/config/application.properties")
        .withSubPath("application.properties")
        .endVolumeMount()
        .addNewEnv()
        .withName("quarkus.datasource.postgresql.password")
        .withNewValueFrom()
        .withNewSecretKeyRef("password", "datasource-creds", false)
        .endValueFrom()
        .endEnv()
        .endContainer()
        .addNewVolume()
        .withName("config")
        .withNewConfigMap()
        .withName("nessie")
        .endConfigMap()
        .endVolume()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
