package org.nessiebackup.report.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that is measured, as a closed list. Names are a documented contract ({@code
 * docs/monitoring.md}): constants are added, never renamed. Units are seconds and bytes; moments
 * are seconds since 1970.
 */
public enum Metric {
  /** While this is later than {@link #LAST_RUN}, the command is at work, or was killed. */
  RUN_STARTED(Group.RUN, "run_started_timestamp_seconds", "When the last run began."),
  /** Of a run that has said so itself. */
  LAST_RUN(
      Group.RUN, "last_run_timestamp_seconds", "When the last run ended, whatever its outcome."),
  /** Of the same run. */
  LAST_RUN_DURATION(Group.RUN, "last_run_duration_seconds", "How long the last run took."),
  /** Of the same run. */
  LAST_RUN_EXIT_CODE(Group.RUN, "last_run_exit_code", "The exit code of the last run."),
  /** Kept by runs that fail. */
  LAST_SUCCESS(Group.RUN, "last_success_timestamp_seconds", "When a run last ended with 0."),
  /** Kept by runs that succeed. */
  LAST_FAILURE(
      Group.RUN,
      "last_failure_timestamp_seconds",
      "When a run last ended with another exit code, and the kind of failure.",
      "code"),
  /** Counted where the metrics of former runs can be read. */
  RUNS(Group.RUN, "runs_total", "Runs that have ended."),
  /** Counted where the metrics of former runs can be read. */
  FAILURES(Group.RUN, "failures_total", "Runs that have failed, by the kind of failure.", "code"),
  /** Always 1. */
  BUILD(Group.RUN, "build_info", "The program that reported last.", "version"),

  /** Now minus this is the recovery point. */
  NEWEST_BACKUP(
      Group.VAULT,
      "newest_backup_timestamp_seconds",
      "The moment whose state the newest backup holds."),
  /** Always 1. */
  NEWEST_BACKUP_INFO(
      Group.VAULT,
      "newest_backup_info",
      "Whether the newest backup is full or incremental.",
      "type"),
  /** From the begin of the work to the last segment. */
  NEWEST_BACKUP_DURATION(
      Group.VAULT, "newest_backup_duration_seconds", "How long the newest backup took."),
  /** Stored in it, or in those it builds on. */
  NEWEST_BACKUP_ROWS(
      Group.VAULT, "newest_backup_rows", "Rows that the catalog had in the newest backup."),
  /** Stored in it itself. */
  NEWEST_BACKUP_STORED_ROWS(
      Group.VAULT,
      "newest_backup_stored_rows",
      "Rows that are stored in the newest backup itself."),
  /** As COPY binary. */
  NEWEST_BACKUP_RAW_BYTES(
      Group.VAULT, "newest_backup_raw_bytes", "Size of the stored rows before compression."),
  /** Its objects. */
  NEWEST_BACKUP_STORED_BYTES(
      Group.VAULT, "newest_backup_stored_bytes", "Size of the newest backup in the vault."),
  /** 0 for a full one. */
  NEWEST_BACKUP_CHAIN_DEPTH(
      Group.VAULT, "newest_backup_chain_depth", "On how many others the newest backup builds."),
  /** Its moment. */
  NEWEST_FULL_BACKUP(
      Group.VAULT,
      "newest_full_backup_timestamp_seconds",
      "The moment whose state the newest full backup holds."),
  /** As COPY binary. */
  NEWEST_FULL_BACKUP_RAW_BYTES(
      Group.VAULT,
      "newest_full_backup_raw_bytes",
      "Size of the rows of the newest full backup before compression."),
  /** Its objects. */
  NEWEST_FULL_BACKUP_STORED_BYTES(
      Group.VAULT,
      "newest_full_backup_stored_bytes",
      "Size of the newest full backup in the vault."),

  /** Now minus this is the recovery point, if it is later than that of the newest backup. */
  NEWEST_TIP(
      Group.VAULT, "newest_tip_timestamp_seconds", "The moment whose state the newest tip holds."),
  /** Whether or not they can be used. */
  VAULT_TIPS(Group.VAULT, "vault_tips", "Tips of the vault."),

  /** Those that can be read. */
  VAULT_BACKUPS(Group.VAULT, "vault_backups", "Backups of the vault that can be read."),
  /** The others. */
  VAULT_UNREADABLE(
      Group.VAULT, "vault_unreadable_backups", "Backups of the vault that cannot be read."),
  /** As long as nobody has found them sound since. */
  VAULT_DAMAGED(
      Group.VAULT, "vault_damaged_backups", "Backups that a verification has found damaged."),
  /** They stay whatever the policy. */
  VAULT_PINNED(Group.VAULT, "vault_pinned_backups", "Backups that are pinned."),
  /** All of them. */
  VAULT_OBJECTS(Group.VAULT, "vault_objects", "Objects in the vault."),
  /** All of them. */
  VAULT_BYTES(Group.VAULT, "vault_bytes", "Size of all objects in the vault."),
  /** Folders only. */
  VAULT_FREE_BYTES(
      Group.VAULT,
      "vault_free_bytes",
      "Bytes that can still be written, where the vault is a folder."),
  /** What a prune clears when it is old enough. */
  VAULT_UNFINISHED(
      Group.VAULT, "vault_unfinished", "Folders and uploads that are no backups, or none yet."),
  /** Live ones. */
  LEASES(Group.VAULT, "leases", "Leases that keep others out."),
  /** 0 if nobody is at work. */
  LEASE_AGE(
      Group.VAULT,
      "lease_age_seconds",
      "How long the oldest live lease has been held; 0 if none is."),
  /** Whatever was found. */
  LAST_VERIFICATION(
      Group.VAULT,
      "last_verification_timestamp_seconds",
      "When backups were last verified.",
      "depth"),
  /** Of the same. */
  LAST_VERIFICATION_SOUND(
      Group.VAULT, "last_verification_sound", "1 if that found nothing wrong, 0 if it did."),
  /** Whatever came of it. */
  LAST_DRILL(Group.VAULT, "last_drill_timestamp_seconds", "When a restore was last rehearsed."),
  /** Of the same. */
  LAST_DRILL_PASSED(
      Group.VAULT, "last_drill_passed", "1 if that drill has passed, 0 if it has failed."),
  /** Now minus this is how long nobody has proven that a restore works. */
  LAST_GOOD_DRILL(
      Group.VAULT, "last_good_drill_timestamp_seconds", "When a drill has last passed."),
  /** {@code database}, {@code loading}, {@code checking}, {@code swapping}, {@code nessie} … */
  DRILL_PHASE(
      Group.VAULT,
      "last_drill_phase_duration_seconds",
      "How long each phase of recovering took in the last drill that has passed.",
      "phase"),
  /** Whatever came of it. */
  LAST_JOURNAL_PROOF(
      Group.VAULT, "last_journal_proof_timestamp_seconds", "When the journal was last proven."),
  /** Of the same; what could not be proven yet is nothing wrong. */
  LAST_JOURNAL_PROOF_SOUND(
      Group.VAULT, "last_journal_proof_sound", "1 if that found nothing wrong, 0 if it did."),
  /** Now minus this is how long nobody has proven anything of it. */
  LAST_GOOD_JOURNAL_PROOF(
      Group.VAULT,
      "last_good_journal_proof_timestamp_seconds",
      "When a proof of the journal has last found nothing wrong, and something proven."),

  /** Of the last prune. */
  PRUNE_REMOVED(
      Group.VAULT, "last_prune_removed_backups", "Backups that the last prune has removed."),
  /** Of the last prune. */
  PRUNE_KEPT(Group.VAULT, "last_prune_kept_backups", "Backups that the last prune has kept."),
  /** Of the last prune. */
  PRUNE_FREED(Group.VAULT, "last_prune_freed_bytes", "Size of what the last prune has removed."),
  /** The next prune tries again. */
  PRUNE_LOCKED(
      Group.VAULT, "last_prune_locked_objects", "Objects that the store did not let go yet."),

  /** Of the last restore. */
  RESTORE_ROWS(Group.VAULT, "last_restore_rows", "Rows that the last restore has loaded."),
  /** {@code loading}, {@code checking}, {@code swapping}. */
  RESTORE_PHASE(
      Group.VAULT,
      "last_restore_phase_duration_seconds",
      "How long each phase of the last restore took.",
      "phase"),
  /** {@code ok}, {@code warn}, {@code fail}. */
  CHECK_ITEMS(Group.VAULT, "check_items", "What the last check has looked at.", "status"),

  /** Now minus this is the most that a copy can lag behind. */
  COPY_COMPLETE(
      Group.COPY,
      "last_complete_copy_timestamp_seconds",
      "When all that was to be copied was last there."),
  /** After the last copy. */
  COPY_BACKUPS(Group.COPY, "copy_backups", "Backups that were there after the last copy."),
  /** Damaged ones, and what builds on them. */
  COPY_FAILED(Group.COPY, "copy_failed_backups", "Backups that the last copy could not copy."),

  /** Always 1; leads from a catalog to the metrics of its vault. */
  CATALOG_INFO(Group.CATALOG, "catalog_info", "The vault of a catalog.", "vault"),
  /** Always 1: {@code safe}, {@code warning}, {@code unknown}, {@code unsafe}. */
  CATALOG_LEVEL(Group.CATALOG, "catalog_level", "How safe a catalog is.", "level"),
  /** Now minus this is the recovery point; of a catalog that is followed it is each second's. */
  CATALOG_SAFE(
      Group.CATALOG,
      "catalog_safe_timestamp_seconds",
      "The newest moment that can be restored, by backups or tips."),
  /** Left out before anybody has tried. */
  DATABASE_REACHABLE(
      Group.CATALOG,
      "database_reachable",
      "1 if the database could be reached when it was last tried, 0 if not."),
  /** What is said of a vault is true as of then. */
  VAULT_READ(Group.CATALOG, "vault_read_timestamp_seconds", "When the vault was last read."),
  /** 0 also before the first attempt. */
  VAULT_REACHABLE(Group.CATALOG, "vault_reachable", "1 if the vault can be read, 0 if not."),
  /** They wait for others of their catalog. */
  RUNS_QUEUED(Group.CATALOG, "runs_queued", "Runs that wait."),
  /** In this process or a child. */
  RUNS_ACTIVE(Group.CATALOG, "runs_active", "Runs that are at work."),
  /** One of several services on a vault has 1. */
  SCHEDULE_LEADER(
      Group.CATALOG, "schedule_leader", "1 if this service does what the schedule wants."),
  /** 0 also where the service waits for the server, or has nothing to follow any more. */
  JOURNAL_FOLLOWED(
      Group.JOURNAL, "journal_followed", "1 if somebody follows the journal, 0 if not."),
  /** Nobody begins another by himself. */
  JOURNAL_ENDED(
      Group.JOURNAL, "journal_ended", "1 if the journal has ended and does not go on, 0 if not."),
  /** By the server's clock. */
  JOURNAL_REACHED(
      Group.JOURNAL,
      "journal_reached_timestamp_seconds",
      "All that was committed before that moment is in the journal."),
  /** Of a catalog in which nobody commits it grows up to a minute. */
  JOURNAL_LAG(
      Group.JOURNAL, "journal_lag_seconds", "How long ago the journal had all that there was."),
  /** As of the last look, as those that follow. */
  JOURNAL_LAG_BYTES(
      Group.JOURNAL,
      "journal_lag_bytes",
      "Bytes of the server's log that are behind the end of the journal."),
  /** More than the lag: a slot needs what is open as well. */
  JOURNAL_SLOT_RETAINED(
      Group.JOURNAL,
      "journal_slot_retained_bytes",
      "Bytes of its log that the server keeps for the journal."),
  /** Left out where the server sets no limit. */
  JOURNAL_SLOT_SAFE(
      Group.JOURNAL,
      "journal_slot_safe_bytes",
      "Bytes that can be written until the server keeps no more for the journal."),
  /** The setting {@code max-retained}. */
  JOURNAL_SLOT_LIMIT(
      Group.JOURNAL,
      "journal_slot_limit_bytes",
      "Of how many bytes that the server keeps on the journal is given up."),
  /** 0 also where nobody can tell, as one of both servers cannot be reached. */
  REPLICA_FOLLOWING(
      Group.REPLICA, "replica_following", "1 if the replica is known to follow, 0 if not."),
  /** By marks; as long as none comes through it grows. Left out where none ever did. */
  REPLICA_LAG(
      Group.REPLICA,
      "replica_lag_seconds",
      "How long ago the replica had all that was committed then."),
  /** As of the last look, as the next three. */
  REPLICA_LAG_BYTES(
      Group.REPLICA,
      "replica_lag_bytes",
      "Bytes of the primary's log that the replica has not confirmed."),
  /** More than the lag: a slot needs what is open as well. */
  REPLICA_RETAINED(
      Group.REPLICA,
      "replica_retained_bytes",
      "Bytes of its log that the primary keeps for the replica."),
  /** The setting {@code replica-max-retained}. */
  REPLICA_RETAINED_LIMIT(
      Group.REPLICA,
      "replica_retained_limit_bytes",
      "Of how many bytes that the primary keeps on the replica is given up."),
  /** Those that the replica's own server has for it are none of them. */
  REPLICA_CLIENTS(
      Group.REPLICA,
      "replica_clients",
      "Sessions of others in the replica's catalog, who could write there."),
  /** Pages and programs. */
  LISTENERS(Group.SERVICE, "listeners", "Who follows the events of the service now.");

  /** What all names begin with. */
  public static final String PREFIX = "nessie_backup_";

  private static final Map<String, Metric> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Metric::key, Function.identity()));

  private final Group group;
  private final String key;
  private final String help;
  private final List<String> labels;

  Metric(Group group, String name, String help, String... labels) {
    this.group = group;
    this.key = Metric.PREFIX + name;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** The metric of a name, or null. */
  static Metric named(String name) {
    return BY_NAME.get(name);
  }

  /** The name, as Prometheus knows it. */
  public String key() {
    return key;
  }

  /** What it is, for people. */
  public String help() {
    return help;
  }

  /** The labels that it has besides those of its group. */
  public List<String> labels() {
    return labels;
  }

  /** What is reported, and replaced, together. */
  public Group group() {
    return group;
  }

  /** Whether values are added up over all runs. */
  public boolean isCounter() {
    return key.endsWith("_total");
  }

  /**
   * What is reported together. A report replaces what former reports of the same group said of the
   * same metrics, and nothing else: that is how a Pushgateway does it, and a file is treated alike.
   */
  public enum Group {
    /** About a command. */
    RUN("vault", "command"),
    /** About the vault, whichever command has seen it last. */
    VAULT("vault"),
    /** About copies in a second vault. */
    COPY("vault", "target"),
    /** About a catalog that a service protects. */
    CATALOG("catalog"),
    /** About the journal of a catalog that a service follows. */
    JOURNAL("catalog", "vault"),
    /** About the replica of a catalog that a service watches. */
    REPLICA("catalog", "vault", "replica"),
    /** About the service itself. */
    SERVICE();

    private final List<String> labels;

    Group(String... labels) {
      this.labels = List.of(labels);
    }

    /** The labels that distinguish groups of this kind. */
    public List<String> labels() {
      return labels;
    }
  }
}
