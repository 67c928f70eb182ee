package org.nessiebackup.operator.job;

import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.Conditioned;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.JobReference;
import org.nessiebackup.operator.template.CatalogObjects;
import org.nessiebackup.operator.template.Component;

/** What a kind of resource asks for that is one Job. */
public interface JobKind<R extends Conditioned> {
  /** The name of the step, which the Job has in its name. */
  String step();

  /** The condition that says whether it was done. */
  String condition();

  /** Whose pods are right for it. */
  Component component();

  /** The name of the catalog. */
  String catalog(R resource);

  /** The command line. */
  List<String> command(R resource, CatalogObjects objects);

  /** The Job that was written down; null if there is none. */
  JobReference job(R resource);

  /**
   * Says what it is at.
   *
   * @param job null if there is none
   * @param over whether nothing more will come
   * @param outcome what its command says, if it has ended and left something
   */
  UpdateControl<R> answer(
      R resource, JobReference job, boolean over, Optional<Outcome> outcome, Conditions conditions);
}
