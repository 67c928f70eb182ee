package org.nessiebackup.operator.template;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.operator.values.Values;
import org.nessiebackup.operator.values.VaultValues;

/** What the pods of a catalog share: their settings, and the claim of the vault. */
final class SharedObjects {
  private final Installation installation;
  private final Values values;

  SharedObjects(Installation installation, Values values) {
    this.installation = installation;
    this.values = values;
  }

  static String claimName(Installation installation, Values values) {
    String name = values.vault().claim().name();
    return name.isEmpty() ? installation.name() : name;
  }

  /** Settings of all jobs; no secret is among them. Each option of the program has its variable. */
  ConfigMap settings() {
    return new ConfigMapBuilder()
        .withMetadata(metadata(installation.name()))
        .withData(variables())
        .build();
  }

  Map<String, String> variables() {
    Map<String, String> data = new TreeMap<>();
    data.put("NESSIE_BACKUP_VAULT", values.vault().address());
    data.put("NESSIE_BACKUP_JDBC_URL", JdbcUrls.catalog(values.database()));
    data.put("NESSIE_BACKUP_USER", values.database().user());
    given(data, "NESSIE_BACKUP_SCHEMA", values.database().schema());
    given(data, "NESSIE_BACKUP_STORE_TYPE", values.database().storeType());
    given(data, "NESSIE_BACKUP_RECIPIENT", String.join(",", values.keys().recipients()));
    if (values.check().kubernetes() || values.restore().kubernetes()) {
      data.put("NESSIE_BACKUP_WORKLOAD", values.nessie().workload());
    }
    // The result, as kubectl describe shows it of the pod.
    data.put("NESSIE_BACKUP_TERMINATION_LOG", "/dev/termination-log");
    given(data, "NESSIE_BACKUP_PUSH_GATEWAY", values.monitoring().pushGateway());
    given(data, "NESSIE_BACKUP_LOG_FORMAT", values.monitoring().logFormat());
    data.putAll(values.pod().environment().byName());
    return data;
  }

  /** The claim of the vault, if it is to be made. */
  Optional<PersistentVolumeClaim> claim() {
    VaultValues.Claim claim = values.vault().claim();
    if (!claim.create() || !values.vault().onClaim()) {
      return Optional.empty();
    }
    return Optional.of(
        new PersistentVolumeClaimBuilder()
            .withMetadata(metadata(claimName(installation, values)))
            .withNewSpec()
            .withAccessModes(claim.accessMode())
            .withStorageClassName(claim.storageClass().isEmpty() ? null : claim.storageClass())
            .withNewResources()
            .addToRequests("storage", new Quantity(claim.size()))
            .endResources()
            .endSpec()
            .build());
  }

  private static void given(Map<String, String> data, String name, String value) {
    if (!value.isEmpty()) {
      data.put(name, value);
    }
  }

  private ObjectMeta metadata(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(installation.namespace())
        .withLabels(installation.labels())
        .build();
  }
}
