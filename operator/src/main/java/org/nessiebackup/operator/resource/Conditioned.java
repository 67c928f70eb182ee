package org.nessiebackup.operator.resource;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;

/** A resource of ours: all say what can be said of them by conditions. */
public interface Conditioned extends HasMetadata {
  /** The group of all kinds. */
  String GROUP = "nessie-backup.org";

  /** Their version. */
  String VERSION = "v1alpha1";

  /** What was said of it last. */
  List<StatusCondition> conditions();

  /** What it owns goes with it. */
  default List<OwnerReference> asOwner() {
    return List.of(
        new OwnerReferenceBuilder()
            .withApiVersion(getApiVersion())
            .withKind(getKind())
            .withName(getMetadata().getName())
            .withUid(getMetadata().getUid())
            .withController(true)
            .build());
  }
}
