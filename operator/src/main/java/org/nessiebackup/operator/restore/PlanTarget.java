package org.nessiebackup.operator.restore;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.nessiebackup.Digests;
import org.nessiebackup.operator.resource.RestoreSpec;
import org.nessiebackup.operator.template.CatalogObjects;
import org.nessiebackup.operator.template.Component;

/**
 * Names where a restore would take place: the database and the schema, the vault and Nessie, as the
 * pods of the catalog are told of them. An image or a limit that changes does not change where.
 */
final class PlanTarget {
  private static final int LENGTH = 16;

  private PlanTarget() {}

  static String of(RestoreSpec spec, CatalogObjects objects, KubernetesSerialization json) {
    List<String> command = Lines.plan(spec, objects);
    PodSpec pod = objects.job(Component.RESTORE, "plan", command).getSpec().getTemplate().getSpec();
    String text =
        json.asJson(
            List.of(
                command,
                pod.getContainers().getFirst().getEnv(),
                pod.getVolumes(),
                objects.settings().getData()));
    return Digests.hex(text).substring(0, LENGTH);
  }
}
