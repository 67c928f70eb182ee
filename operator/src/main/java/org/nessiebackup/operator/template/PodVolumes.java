package org.nessiebackup.operator.template;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.operator.template.PodRequest.Need;
import org.nessiebackup.operator.values.SecretKey;
import org.nessiebackup.operator.values.Values;

/** What is mounted in a pod, and where. */
final class PodVolumes {
  static final String NESSIE = "nessie";
  static final String NESSIE_FOLDER = "/nessie";

  /** For the job's user and group. */
  static final int READABLE = 0440;

  private static final String TEMPORARY = "tmp";
  private static final String VAULT = "vault";
  private static final String DATABASE = "database";
  private static final String AUTHORITY = "authority";
  private static final String HOST_KEY = "host-key";
  private static final String IDENTITY = "identity";

  private final Installation installation;
  private final Values values;

  PodVolumes(Installation installation, Values values) {
    this.installation = installation;
    this.values = values;
  }

  List<VolumeMount> mounts(PodRequest request) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(mount(TEMPORARY, "/tmp", false));
    if (request.additions().nessie().isPresent()) {
      mounts.add(mount(NESSIE, NESSIE_FOLDER, true));
    }
    if (values.vault().onClaim()) {
      mounts.add(mount(VAULT, values.vault().claim().mountPath(), request.needs(Need.READ_ONLY)));
    }
    if (request.needs(Need.DATABASE)) {
      mounts.add(readOnly(DATABASE, Folders.DATABASE));
      if (values.database().authority().given()) {
        mounts.add(readOnly(AUTHORITY, Folders.AUTHORITY));
      }
    }
    if (request.needs(Need.HOST_KEY)) {
      mounts.add(readOnly(HOST_KEY, Folders.HOST_KEY));
    }
    if (request.needs(Need.IDENTITY)) {
      mounts.add(readOnly(IDENTITY, Folders.IDENTITY));
    }
    mounts.addAll(request.additions().mounts());
    mounts.addAll(values.pod().volumeMounts());
    return mounts;
  }

  List<Volume> volumes(PodRequest request) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(empty(TEMPORARY, request.section().room().orElse(values.pod().temporarySize())));
    if (request.additions().nessie().isPresent()) {
      volumes.add(empty(NESSIE, "1Gi"));
    }
    if (values.vault().onClaim()) {
      volumes.add(claim());
    }
    if (request.needs(Need.DATABASE)) {
      SecretKey password = request.role().password().orElse(values.database().password());
      volumes.add(secret(DATABASE, password, "password"));
      if (values.database().authority().given()) {
        volumes.add(secret(AUTHORITY, values.database().authority(), "ca.crt"));
      }
    }
    if (request.needs(Need.HOST_KEY)) {
      volumes.add(secret(HOST_KEY, values.keys().hostKey(), "host-key.pem"));
    }
    if (request.needs(Need.IDENTITY)) {
      volumes.add(secret(IDENTITY, values.keys().identity(), "identity.txt"));
    }
    volumes.addAll(request.additions().volumes());
    volumes.addAll(values.pod().volumes());
    return volumes;
  }

  static VolumeMount readOnly(String name, String folder) {
    return mount(name, folder, true);
  }

  /** One key of a Secret as a file that only the job's user and group can read. */
  static Volume secret(String name, SecretKey secret, String file) {
    return new VolumeBuilder()
        .withName(name)
        .withNewSecret()
        .withSecretName(secret.secret())
        .withDefaultMode(READABLE)
        .addNewItem()
        .withKey(secret.key())
        .withPath(file)
        .endItem()
        .endSecret()
        .build();
  }

  private Volume claim() {
    return new VolumeBuilder()
        .withName(VAULT)
        .withNewPersistentVolumeClaim()
        .withClaimName(SharedObjects.claimName(installation, values))
        .endPersistentVolumeClaim()
        .build();
  }

  private static Volume empty(String name, String size) {
    return new VolumeBuilder()
        .withName(name)
        .withNewEmptyDir()
        .withSizeLimit(new Quantity(size))
        .endEmptyDir()
        .build();
  }

  private static VolumeMount mount(String name, String folder, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(name)
        .withMountPath(folder)
        .withReadOnly(readOnly ? true : null)
        .build();
  }
}
