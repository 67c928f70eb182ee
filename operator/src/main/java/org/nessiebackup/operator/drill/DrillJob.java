package org.nessiebackup.operator.drill;

import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.operator.job.JobKind;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.DrillStatus;
import org.nessiebackup.operator.resource.JobReference;
import org.nessiebackup.operator.resource.NessieDrill;
import org.nessiebackup.operator.status.StatusWriter;
import org.nessiebackup.operator.template.CatalogObjects;
import org.nessiebackup.operator.template.Component;

/** What a {@code NessieDrill} asks for. */
record DrillJob(StatusWriter writer) implements JobKind<NessieDrill> {
  @Override
  public String step() {
    return "drill";
  }

  @Override
  public String condition() {
    return "Passed";
  }

  @Override
  public Component component() {
    return Component.DRILL;
  }

  @Override
  public String catalog(NessieDrill resource) {
    return resource.getSpec().catalogRef().name();
  }

  @Override
  public List<String> command(NessieDrill resource, CatalogObjects objects) {
    List<String> command = new ArrayList<>(objects.command(Component.DRILL));
    command.addAll(1, resource.getSpec().source().arguments());
    return command;
  }

  @Override
  public JobReference job(NessieDrill resource) {
    return resource.getStatus() == null ? null : resource.getStatus().job();
  }

  @Override
  public UpdateControl<NessieDrill> answer(
      NessieDrill resource,
      JobReference job,
      boolean over,
      Optional<Outcome> outcome,
      Conditions conditions) {
    DrillStatus status =
        new DrillStatus(
            resource.getMetadata().getGeneration(),
            job,
            outcome.flatMap(done -> done.text("/backup_id")).orElse(null),
            outcome
                .filter(Outcome::succeeded)
                .flatMap(done -> done.number("/recovery_seconds"))
                .orElse(null),
            outcome.flatMap(done -> done.text("/failed_step")).orElse(null),
            over ? Conditions.moment(outcome.flatMap(Outcome::ended).orElseGet(writer::now)) : null,
            conditions.all());
    return writer.answer(resource, NessieDrill::new, status, conditions);
  }
}
