package org.nessiebackup.operator.backup;

import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.operator.job.JobKind;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.BackupStatus;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.JobReference;
import org.nessiebackup.operator.resource.NessieBackup;
import org.nessiebackup.operator.status.StatusWriter;
import org.nessiebackup.operator.template.CatalogObjects;
import org.nessiebackup.operator.template.Component;

/** What a {@code NessieBackup} asks for. */
record BackupJob(StatusWriter writer) implements JobKind<NessieBackup> {
  @Override
  public String step() {
    return "backup";
  }

  @Override
  public String condition() {
    return "Complete";
  }

  @Override
  public Component component() {
    return Component.BACKUP;
  }

  @Override
  public String catalog(NessieBackup resource) {
    return resource.getSpec().catalogRef().name();
  }

  @Override
  public List<String> command(NessieBackup resource, CatalogObjects objects) {
    List<String> command =
        new ArrayList<>(List.of("backup", "--type", resource.getSpec().type().word()));
    resource.getSpec().tags().forEach(tag -> command.add("--tag=" + tag));
    return command;
  }

  @Override
  public JobReference job(NessieBackup resource) {
    return resource.getStatus() == null ? null : resource.getStatus().job();
  }

  @Override
  public UpdateControl<NessieBackup> answer(
      NessieBackup resource,
      JobReference job,
      boolean over,
      Optional<Outcome> outcome,
      Conditions conditions) {
    BackupStatus status =
        new BackupStatus(
            resource.getMetadata().getGeneration(),
            job,
            outcome.flatMap(done -> done.text("/backup_id")).orElse(null),
            outcome.flatMap(done -> done.text("/backup/type")).orElse(null),
            outcome.flatMap(done -> done.count("/backup/rows")).orElse(null),
            outcome.flatMap(done -> done.count("/backup/stored_bytes")).orElse(null),
            outcome
                .flatMap(done -> done.moment("/backup/snapshot_at"))
                .map(Instant::toString)
                .orElse(null),
            over ? Conditions.moment(outcome.flatMap(Outcome::ended).orElseGet(writer::now)) : null,
            conditions.all());
    return writer.answer(resource, NessieBackup::new, status, conditions);
  }
}
