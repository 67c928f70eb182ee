package org.nessiebackup.service.run;

import java.time.Instant;

/** Who wants a run. */
public sealed interface Origin {
  /** For people and the audit: {@code schedule full}, {@code alice}. */
  String words();

  /**
   * A schedule.
   *
   * @param task the label of what it does
   * @param due the moment at which that is to be done
   * @param attempt 1 for the first
   */
  record Schedule(String task, Instant due, int attempt) implements Origin {
    /** Checks that it can be a part of a name. */
    public Schedule {
      if (!task.matches("[a-z-]{1,20}") || attempt < 1) {
        throw new IllegalArgumentException("no task, or no attempt: " + task + " " + attempt);
      }
    }

    @Override
    public String words() {
      return "schedule " + task;
    }
  }

  /**
   * Somebody who was recognised.
   *
   * @param name as the audit names him
   * @param address from where he asks
   */
  record Person(String name, String address) implements Origin {
    @Override
    public String words() {
      return name;
    }
  }
}
