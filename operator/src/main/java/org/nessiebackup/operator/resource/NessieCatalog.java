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

/** A catalog of Project Nessie, and how it is protected. */
@Group(Conditioned.GROUP)
@Version(Conditioned.VERSION)
@Kind("NessieCatalog")
@Plural("nessiecatalogs")
@Singular("nessiecatalog")
@ShortNames("nc")
@JsonClassDescription("A catalog of Project Nessie, and how it is protected.")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type=='Ready')].status")
@AdditionalPrinterColumn(
    name = "Backed up",
    jsonPath = ".status.conditions[?(@.type=='BackedUp')].status")
@AdditionalPrinterColumn(
    name = "Verified",
    jsonPath = ".status.conditions[?(@.type=='Verified')].status")
@AdditionalPrinterColumn(
    name = "Drilled",
    jsonPath = ".status.conditions[?(@.type=='Drilled')].status")
@AdditionalPrinterColumn(
    name = "Recovery point",
    jsonPath = ".status.recoveryPoint",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class NessieCatalog extends CustomResource<ObjectNode, CatalogStatus>
    implements Namespaced, Conditioned {
  private static final long serialVersionUID = 1;

  /** It is told what it is about by whoever reads it. */
  @Override
  protected ObjectNode initSpec() {
    return null;
  }

  @Override
  protected CatalogStatus initStatus() {
    return null;
  }

  @Override
  public List<StatusCondition> conditions() {
    return getStatus() == null ? List.of() : getStatus().conditions();
  }
}
