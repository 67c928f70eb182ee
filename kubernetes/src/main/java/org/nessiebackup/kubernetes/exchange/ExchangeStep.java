package org.nessiebackup.kubernetes.exchange;

import java.util.Arrays;
import java.util.Optional;
import org.nessiebackup.Labelled;

/**
 * The steps of an exchange, in order. The one that was begun last is in the checkpoint. It shows
 * people how far the exchange has got, and whether it goes forward or back; what has really
 * happened is asked of the database and the cluster.
 */
public enum ExchangeStep implements Labelled {
  /** What takes the catalog's place is made ready, while Nessie serves. */
  PREPARING("getting ready"),
  /** CronJobs that write to the catalog are paused. */
  PAUSING("pausing CronJobs"),
  /** Nessie is stopped: no pods, no sessions. */
  STOPPING("stopping Nessie"),
  /** The catalog is exchanged. */
  EXCHANGING("exchanging the catalog"),
  /** Nessie is started. */
  STARTING("starting Nessie"),
  /** Nessie is asked for its references. */
  CHECKING("asking Nessie"),
  /** All that was paused is put back. */
  FINISHING("putting back what was paused"),
  /** All is made as it was before. */
  GOING_BACK("putting everything back");

  private final String phrase;

  ExchangeStep(String phrase) {
    this.phrase = phrase;
  }

  /** Which one it is in their order, from 1 on. */
  int number() {
    return Arrays.asList(values()).indexOf(this) + 1;
  }

  /** For people. */
  public String phrase() {
    return phrase;
  }

  /** The step of a word; empty for one of another version. */
  public static Optional<ExchangeStep> of(String word) {
    return Arrays.stream(values()).filter(step -> step.label().equals(word)).findFirst();
  }
}
