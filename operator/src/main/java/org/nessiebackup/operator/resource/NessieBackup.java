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

/** A backup that somebody asks for, once. */
@Group(Conditioned.GROUP)
@Version(Conditioned.VERSION)
@Kind("NessieBackup")
@Plural("nessiebackups")
@Singular("nessiebackup")
@ShortNames("nb")
@JsonClassDescription("A backup that somebody asks for, once.")
@AdditionalPrinterColumn(
    name = "Complete",
    jsonPath = ".status.conditions[?(@.type=='Complete')].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type=='Complete')].reason")
@AdditionalPrinterColumn(name = "Backup", jsonPath = ".status.backup")
@AdditionalPrinterColumn(name = "Type", jsonPath = ".status.type")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class NessieBackup extends CustomResource<BackupSpec, BackupStatus>
    implements Namespaced, Conditioned {
  private static final long serialVersionUID = 1;

  /** It is told what it is about by whoever reads it. */
  @Override
  protected BackupSpec initSpec() {
    return null;
  }

  @Override
  protected BackupStatus initStatus() {
    return null;
  }

  @Override
  public List<StatusCondition> conditions() {
    return getStatus() == null ? List.of() : getStatus().conditions();
  }
}
