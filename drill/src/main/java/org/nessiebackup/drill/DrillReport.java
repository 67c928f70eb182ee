package org.nessiebackup.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.PointId;
import org.nessiebackup.manifest.BackupType;

/**
 * What was proven, and what was not.
 *
 * @param run who held the drill, and when
 * @param subject which backup was restored
 * @param place where to
 * @param nessie which Nessie served it; absent if there was none
 * @param course how it went
 * @param sampling what was asked of Nessie
 * @param warnings what is not as in the catalog that was backed up, and other remarks
 */
public record DrillReport(
    Run run,
    Subject subject,
    Place place,
    Optional<NessieServer> nessie,
    Course course,
    DrillOptions.Sampling sampling,
    List<String> warnings) {
  /** Takes its own copy of the list. */
  public DrillReport {
    warnings = List.copyOf(warnings);
  }

  /**
   * Who held a drill, and when.
   *
   * @param tool name and version of the program
   * @param host host, process and command
   * @param begun when the drill began
   * @param ended when it was over
   */
  public record Run(String tool, String host, Instant begun, Instant ended) {}

  /**
   * How a drill went.
   *
   * @param steps all steps, in their order
   * @param phases how long recovering took, by phase
   */
  public record Course(List<StepResult> steps, List<Phase> phases) {
    /** Takes its own copies of the lists. */
    public Course {
      steps = List.copyOf(steps);
      phases = List.copyOf(phases);
    }
  }

  /** Whether nothing was in doubt. */
  public boolean passed() {
    return failure().isEmpty();
  }

  /** The step that failed. */
  public Optional<StepResult> failure() {
    return course.steps().stream().filter(each -> each.outcome() == Outcome.FAILED).findFirst();
  }

  /** What was proven. */
  public List<DrillStep> proven() {
    return course.steps().stream()
        .filter(each -> each.outcome() == Outcome.PROVEN)
        .map(StepResult::step)
        .toList();
  }

  /** How long it took from nothing to a catalog that serves: the sum of the phases. */
  public Duration recovery() {
    return course.phases().stream().map(Phase::took).reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * Which backup, of which vault.
   *
   * @param vault where it is
   * @param vaultId the vault's id
   * @param backup the backup
   * @param members it and those it builds on, oldest first
   * @param tables its tables
   */
  public record Subject(
      String vault, String vaultId, Backup backup, List<Member> members, List<Table> tables) {
    /** Takes its own copies of the lists. */
    public Subject {
      members = List.copyOf(members);
      tables = List.copyOf(tables);
    }

    /** Rows of all tables. */
    public long rows() {
      return tables.stream().mapToLong(Table::rows).sum();
    }
  }

  /**
   * The backup.
   *
   * @param id its name
   * @param restored what of it was restored, which may be more than it has
   * @param type whether it builds on others
   * @param snapshotAt the moment whose state it holds
   * @param source where it came from, for people
   * @param storeType Nessie's name for the kind of tables
   * @param encryption how it is stored
   */
  public record Backup(
      BackupId id,
      Restored restored,
      BackupType type,
      Instant snapshotAt,
      String source,
      String storeType,
      String encryption) {}

  /**
   * What was restored.
   *
   * @param point its name
   * @param at the moment whose state that is
   */
  public record Restored(PointId point, Instant at) {}

  /**
   * A backup of a chain.
   *
   * @param id its name
   * @param manifestSha256 the checksum that its manifest has of itself
   * @param storedBytes the size of its objects
   */
  public record Member(BackupId id, String manifestSha256, long storedBytes) {}

  /**
   * A table.
   *
   * @param name its name
   * @param rows rows that it has as a whole
   * @param digest the digest of those of them that the backup itself stores
   */
  public record Table(String name, long rows, String digest) {}

  /**
   * Where the copy was.
   *
   * @param description in words
   * @param serverVersion the version of PostgreSQL; absent if it did not come so far
   * @param schema the schema; absent if it did not come so far
   */
  public record Place(
      String description, Optional<String> serverVersion, Optional<String> schema) {}

  /**
   * A Nessie.
   *
   * @param description in words
   * @param version as it says itself; absent if it does not
   * @param sha256 of the file that was started; absent if somebody else started it
   * @param repositories the Nessie repositories it served, one after the other
   */
  public record NessieServer(
      String description,
      Optional<String> version,
      Optional<String> sha256,
      List<String> repositories) {
    /** Takes its own copy of the list. */
    public NessieServer {
      repositories = List.copyOf(repositories);
    }
  }

  /** How a step ended. */
  public enum Outcome {
    /** Done, and nothing gave any doubt. */
    PROVEN,
    /** Left out; the step says why. */
    NOT_PROVEN,
    /** In doubt. */
    FAILED,
    /** An earlier one failed. */
    NOT_REACHED
  }

  /**
   * A step.
   *
   * @param step which
   * @param outcome how it ended
   * @param took how long it took
   * @param summary one sentence: what was seen, or why not
   * @param details more of it
   */
  public record StepResult(
      DrillStep step, Outcome outcome, Duration took, String summary, List<String> details) {
    /** Takes its own copy of the list. */
    public StepResult {
      details = List.copyOf(details);
    }
  }

  /**
   * A part of the time that recovering takes.
   *
   * @param name what, in words of this program
   * @param took how long
   */
  public record Phase(String name, Duration took) {}
}
