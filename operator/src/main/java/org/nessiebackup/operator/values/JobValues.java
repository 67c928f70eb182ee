package org.nessiebackup.operator.values;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A section of the settings that says how a Job is made. */
public sealed interface JobValues extends ContainerValues
    permits JobValues.Scheduled, JobValues.Init, JobValues.Restore {
  /** Seconds after which a Job that still runs is ended. */
  int deadline();

  /** How often it is tried again, if not as all Jobs are. */
  default Optional<Integer> tries() {
    return Optional.empty();
  }

  /** One that has a schedule. */
  sealed interface Scheduled extends JobValues
      permits Backup, Prune, Verify, VerifyFilesValues, Status, Check, DrillValues, Release {
    /** Whether it is wanted. */
    boolean enabled();

    /** When: five fields of cron. */
    String schedule();
  }

  /** Makes backups: those of the night, or those between them. */
  record Backup(
      boolean enabled,
      String schedule,
      String type,
      List<String> arguments,
      int deadline,
      ResourceRequirements resources)
      implements Scheduled {
    /** Checks what it is told. */
    public Backup {
      Objects.requireNonNull(schedule);
      Objects.requireNonNull(type);
      Ranges.deadline(deadline);
      arguments = List.copyOf(arguments);
    }
  }

  /** Removes backups. */
  record Prune(
      boolean enabled,
      String schedule,
      List<String> arguments,
      int deadline,
      ResourceRequirements resources)
      implements Scheduled {
    /** Checks what it is told. */
    public Prune {
      Objects.requireNonNull(schedule);
      Ranges.deadline(deadline);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Verifies backups.
   *
   * @param full decodes every row as well, and thus mounts the identity
   */
  record Verify(
      boolean enabled,
      String schedule,
      boolean full,
      List<String> arguments,
      int deadline,
      ResourceRequirements resources)
      implements Scheduled {
    /** Checks what it is told. */
    public Verify {
      Objects.requireNonNull(schedule);
      Ranges.deadline(deadline);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Says what has become too old.
   *
   * @param maxAge of a backup
   * @param maxVerifyAge of a verification
   */
  record Status(
      boolean enabled,
      String schedule,
      String maxAge,
      String maxVerifyAge,
      List<String> arguments,
      int deadline,
      ResourceRequirements resources)
      implements Scheduled {
    /** Checks what it is told. */
    public Status {
      Objects.requireNonNull(schedule);
      Objects.requireNonNull(maxAge);
      Objects.requireNonNull(maxVerifyAge);
      Ranges.deadline(deadline);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Looks whether all is there.
   *
   * @param kubernetes also what is in the cluster
   * @param runBackup runs a backup, too
   */
  record Check(
      boolean enabled,
      String schedule,
      boolean kubernetes,
      boolean runBackup,
      List<String> arguments,
      int deadline,
      ResourceRequirements resources)
      implements Scheduled {
    /** Checks what it is told. */
    public Check {
      Objects.requireNonNull(schedule);
      Ranges.deadline(deadline);
      arguments = List.copyOf(arguments);
    }
  }

  /** Makes the vault; never by itself. */
  record Init(List<String> arguments, int deadline, ResourceRequirements resources)
      implements JobValues {
    /** Checks what it is told. */
    public Init {
      Ranges.deadline(deadline);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Restores.
   *
   * @param kubernetes stops Nessie for the exchange, and starts it again
   * @param user the role that restores; empty: that of backups
   * @param password its password; not given: that of backups
   */
  record Restore(
      boolean kubernetes,
      String user,
      SecretKey password,
      int backoffLimit,
      List<String> arguments,
      int deadline,
      ResourceRequirements resources)
      implements JobValues {
    /** Checks what it is told. */
    public Restore {
      Objects.requireNonNull(user);
      Objects.requireNonNull(password);
      Ranges.within("backoffLimit", backoffLimit, 0, 10);
      Ranges.deadline(deadline);
      arguments = List.copyOf(arguments);
    }

    @Override
    public Optional<Integer> tries() {
      return Optional.of(backoffLimit);
    }
  }

  /**
   * Drops replaced tables.
   *
   * @param olderThan what was replaced so long ago
   */
  record Release(
      boolean enabled,
      String schedule,
      String olderThan,
      List<String> arguments,
      int deadline,
      ResourceRequirements resources)
      implements Scheduled {
    /** Checks what it is told. */
    public Release {
      Objects.requireNonNull(schedule);
      Objects.requireNonNull(olderThan);
      Ranges.deadline(deadline);
      arguments = List.copyOf(arguments);
    }
  }
}
