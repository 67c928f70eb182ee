package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** A rehearsal of a restore, where nobody lives, once. */
@Group(Conditioned.GROUP)
@Version(Conditioned.VERSION)
@Kind("NessieDrill")
@Plural("nessiedrills")
@Singular("nessiedrill")
@ShortNames("nd")
@JsonClassDescription("A rehearsal of a restore, where nobody lives, once.")
@AdditionalPrinterColumn(
    name = "Passed",
    jsonPath = ".status.conditions[?(@.type=='Passed')].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type=='Passed')].reason")
@AdditionalPrinterColumn(name = "Backup", jsonPath = ".status.backup")
@AdditionalPrinterColumn(name = "Seconds", jsonPath = ".status.recoverySeconds")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class NessieDrill extends CustomResource<DrillSpec, DrillStatus>
    implements Namespaced, Conditioned {
  private static final long serialVersionUID = 1;

  /** It is told what it is about by whoever reads it. */
  @Override
  protected DrillSpec initSpec() {
    return null;
  }

  @Override
  protected DrillStatus initStatus() {
    return null;
  }

  @Override
  public List<StatusCondition> conditions() {
    return getStatus() == null ? List.of() : getStatus().conditions();
  }
}
