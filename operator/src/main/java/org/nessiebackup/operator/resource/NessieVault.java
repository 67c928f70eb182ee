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
import tools.jackson.databind.node.ObjectNode;

/** Where backups of a catalog are kept, and with which keys. */
@Group(Conditioned.GROUP)
@Version(Conditioned.VERSION)
@Kind("NessieVault")
@Plural("nessievaults")
@Singular("nessievault")
@ShortNames("nv")
@JsonClassDescription("Where backups of a catalog are kept, and with which keys.")
@AdditionalPrinterColumn(
    name = "Reachable",
    jsonPath = ".status.conditions[?(@.type=='Reachable')].status")
@AdditionalPrinterColumn(name = "Fresh", jsonPath = ".status.conditions[?(@.type=='Fresh')].status")
@AdditionalPrinterColumn(
    name = "Backups",
    jsonPath = ".status.observed.backups",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Newest",
    jsonPath = ".status.observed.newestBackup",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class NessieVault extends CustomResource<ObjectNode, VaultStatus>
    implements Namespaced, Conditioned {
  private static final long serialVersionUID = 1;

  /** It is told what it is about by whoever reads it. */
  @Override
  protected ObjectNode initSpec() {
    return null;
  }

  @Override
  protected VaultStatus initStatus() {
    return null;
  }

  @Override
  public List<StatusCondition> conditions() {
    return getStatus() == null ? List.of() : getStatus().conditions();
  }
}
