package org.nessiebackup.operator.template;

import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import org.nessiebackup.operator.values.Values;
import org.nessiebackup.operator.values.VaultValues;

/** Where pods run: together, where the volume is on one node only; else spread. */
final class Placement {
  private static final String NODE = "kubernetes.io/hostname";

  private final Installation installation;
  private final Values values;

  Placement(Installation installation, Values values) {
    this.installation = installation;
    this.values = values;
  }

  void apply(PodSpecBuilder pod) {
    if (values.pod().placed()) {
      pod.withAffinity(values.pod().affinity());
    } else if (!values.vault().onClaim()) {
      pod.withTopologySpreadConstraints(
          new TopologySpreadConstraintBuilder()
              .withMaxSkew(1)
              .withTopologyKey(NODE)
              .withWhenUnsatisfiable("ScheduleAnyway")
              .withNewLabelSelector()
              .withMatchLabels(installation.selector())
              .endLabelSelector()
              .build());
    } else if (values.vault().claim().ofOneNode()) {
      pod.withAffinity(
          new AffinityBuilder()
              .withNewPodAffinity()
              .addNewRequiredDuringSchedulingIgnoredDuringExecution()
              .withTopologyKey(NODE)
              .withNewLabelSelector()
              .withMatchLabels(installation.selector())
              .endLabelSelector()
              .endRequiredDuringSchedulingIgnoredDuringExecution()
              .endPodAffinity()
              .build());
    }
  }

  /** Whether a second pod may find the vault's volume taken: by another pod, or on another node. */
  boolean volumeOfOnePod() {
    VaultValues.Claim claim = values.vault().claim();
    return values.vault().onClaim()
        && (claim.ofOnePod() || (claim.ofOneNode() && values.pod().placed()));
  }
}
