package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** A restore: planned first, and carried out when its plan is approved. */
@Group(Conditioned.GROUP)
@Version(Conditioned.VERSION)
@Kind("NessieRestore")
@Plural("nessierestores")
@Singular("nessierestore")
@ShortNames("nr")
@JsonClassDescription("A restore: planned first, and carried out when its plan is approved.")
@ValidationRule(
    value =
        "!has(oldSelf.status) || !has(oldSelf.status.startedAt) || (has(oldSelf.spec.approval)"
            + " && has(self.spec.approval) && self.spec.approval == oldSelf.spec.approval)",
    message = "it has begun: approval cannot change any more")
@AdditionalPrinterColumn(
    name = "Planned",
    jsonPath = ".status.conditions[?(@.type=='Planned')].status")
@AdditionalPrinterColumn(name = "Digest", jsonPath = ".status.planDigest")
@AdditionalPrinterColumn(
    name = "Approved",
    jsonPath = ".status.conditions[?(@.type=='Approved')].status")
@AdditionalPrinterColumn(
    name = "Complete",
    jsonPath = ".status.conditions[?(@.type=='Complete')].status")
@AdditionalPrinterColumn(
    name = "Undone",
    jsonPath = ".status.conditions[?(@.type=='Undone')].status")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class NessieRestore extends CustomResource<RestoreSpec, RestoreStatus>
    implements Namespaced, Conditioned {
  private static final long serialVersionUID = 1;

  /** It is told what it is about by whoever reads it. */
  @Override
  protected RestoreSpec initSpec() {
    return null;
  }

  @Override
  protected RestoreStatus initStatus() {
    return null;
  }

  @Override
  public List<StatusCondition> conditions() {
    return getStatus() == null ? List.of() : getStatus().conditions();
  }
}
