package org.nessiebackup.vault.object;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.store.Lifetime;

/** Names of the objects of a vault. */
public final class Layout {
  public static final String VAULT = "vault.json";
  public static final String BACKUPS = "backups/";
  public static final String PROBES = "probe/";
  public static final String SETTINGS = "settings/";
  public static final String LOCKS = "locks/";
  public static final String PINS = "pins/";
  public static final String CHECKS = "checks/";
  public static final String DRILLS = "drills/";
  public static final String TIPS = "tips/";
  public static final String PROOFS = "proofs/";
  public static final String RUNS = "runs/";
  public static final String SHARDS = "shards/";
  public static final String EPOCHS = "journal/epochs/";
  public static final String JOURNAL = "journal/files/";
  public static final String REPLICAS = "replicas/";

  /**
   * What the names of leases begin with for which no command waits. Programs that do not know such
   * a lease, and would wait for it, do not find it there.
   */
  public static final String SERVICES = "services.";

  /**
   * All places of a vault but those of tips and of files of the journal, of which there may be very
   * many.
   */
  public static final List<String> LISTED =
      List.of(
          VAULT, BACKUPS, CHECKS, DRILLS, EPOCHS, LOCKS, PINS, PROBES, PROOFS, REPLICAS, RUNS,
          SETTINGS, SHARDS);

  /** What users and programs take back or replace; all else is a backup, or needed to read one. */
  private static final List<String> TRANSIENT =
      List.of(PROBES, LOCKS, PINS, CHECKS, DRILLS, PROOFS, RUNS, SHARDS);

  private static final String ENCRYPTED = ".age";
  private static final String MANIFEST = "/manifest.json";
  private static final String DOCUMENT = ".json";
  private static final Pattern LEASE =
      Pattern.compile(LOCKS + "((?:services\\.)?[a-z0-9-]{1,100})/([0-9]{8})\\.json");
  private static final Pattern OF_MANIFEST = Pattern.compile(BACKUPS + "([^/]+)/manifest\\.json");
  private static final Pattern OF_TIP = Pattern.compile(TIPS + "([^/]+)/([0-9]{12})\\.json");
  private static final Pattern OF_EPOCH = Pattern.compile(EPOCHS + "([^/]+)\\.json");
  private static final Pattern OF_MARKED = Pattern.compile(EPOCHS + "([^/]+)/([0-9]{12})\\.json");
  private static final Pattern OF_JOURNAL = Pattern.compile(JOURNAL + "([^/]+)/([0-9]{12})\\.json");
  private static final Pattern OF_REPLICA =
      Pattern.compile(REPLICAS + "([a-z0-9][a-z0-9-]{0,39})/([0-9]{8})\\.json");
  private static final Pattern OF_RUN =
      Pattern.compile(RUNS + "([0-9]{8}T[0-9]{6}Z-[a-z0-9-]{1,40})/(begun|ended)\\.json");
  private static final Pattern OF_SHARD =
      Pattern.compile(SHARDS + "([a-z0-9][a-z0-9-]{0,62})/(?:plan|([0-9]{4})/([^/]+))\\.json");
  private static final Pattern OF_PROOF = Pattern.compile(PROOFS + "([^/]+)\\.json");
  private static final Pattern OF_PIN = Pattern.compile(PINS + "([^/]+)\\.json");
  private static final Pattern REVISION = Pattern.compile("manifest(-[0-9]+)?\\.json");
  private static final Pattern REVISED = Pattern.compile("r([0-9]{4,9})\\.");
  private static final Pattern FIRST_PART = Pattern.compile("([^/]+)(/.*)?");
  private static final Pattern IN_FOLDER = Pattern.compile("[^/]+/([^/]+)/([^/]+)");

  private Layout() {}

  /** How long an object is there: this alone decides, for stores that can lock what is kept. */
  public static Lifetime lifetime(String object) {
    return TRANSIENT.stream().anyMatch(object::startsWith) ? Lifetime.TRANSIENT : Lifetime.KEPT;
  }

  public static String folder(BackupId id) {
    return BACKUPS + id + "/";
  }

  public static String manifest(BackupId id) {
    return BACKUPS + id + MANIFEST;
  }

  /** What the names of later revisions of a manifest begin with. */
  public static String revisions(BackupId id) {
    return BACKUPS + id + "/manifest-";
  }

  public static String revision(BackupId id, int number) {
    return String.format(Locale.ROOT, "%s%04d.json", revisions(id), number);
  }

  public static String settings(int number) {
    return String.format(Locale.ROOT, "%s%04d.json", SETTINGS, number);
  }

  /** The backup whose manifest this is, if it is one. */
  public static Optional<BackupId> ofManifest(String object) {
    return id(OF_MANIFEST, object);
  }

  private static Optional<BackupId> id(Pattern form, String name) {
    Matcher matcher = form.matcher(name);
    return matcher.matches() && BackupId.isValid(matcher.group(1))
        ? Optional.of(new BackupId(matcher.group(1)))
        : Optional.empty();
  }

  /** Whether an object of a backup's folder is its manifest, or one of a later revision. */
  public static boolean isManifest(String object) {
    return REVISION.matcher(object.substring(object.lastIndexOf('/') + 1)).matches();
  }

  /** The backup in whose folder, below {@code place}, an object lies. */
  public static Optional<BackupId> folderOf(String place, String object) {
    return object.startsWith(place) ? id(IN_FOLDER, object) : Optional.empty();
  }

  /**
   * The backup that an object, or a folder, belongs to.
   *
   * @param place an object's name, or what the names of a folder's objects begin with
   */
  public static Optional<BackupId> backupOf(String place) {
    return idBelow(BACKUPS, place);
  }

  /** The same for what was found in a backup. */
  public static Optional<BackupId> checked(String place) {
    return idBelow(CHECKS, place);
  }

  private static Optional<BackupId> idBelow(String folder, String place) {
    return place.startsWith(folder)
        ? id(FIRST_PART, place.substring(folder.length()))
        : Optional.empty();
  }

  public static String leases(String name) {
    return LOCKS + name + "/";
  }

  public static String lease(String name, int epoch) {
    return String.format(Locale.ROOT, "%s%s/%08d.json", LOCKS, name, epoch);
  }

  /**
   * Where a lease lies.
   *
   * @param name of the leases of which one holds at a time
   * @param epoch its place among them
   */
  public record LeaseName(String name, int epoch) {}

  public static Optional<LeaseName> ofLease(String object) {
    Matcher name = LEASE.matcher(object);
    return name.matches()
        ? Optional.of(new LeaseName(name.group(1), Integer.parseInt(name.group(2))))
        : Optional.empty();
  }

  /** Whether this is the lease of a service. */
  public static boolean isOfService(String lease) {
    return lease.startsWith(LOCKS + SERVICES);
  }

  /**
   * Where it is written down that a run has begun, or how it has ended.
   *
   * @param id its name; sorts by time
   * @param ended whether it is over
   */
  public record RunName(String id, boolean ended) {
    /** The object's name. */
    public String object() {
      return RUNS + id + (ended ? "/ended" : "/begun") + DOCUMENT;
    }
  }

  public static Optional<RunName> ofRun(String object) {
    Matcher name = OF_RUN.matcher(object);
    return name.matches()
        ? Optional.of(new RunName(name.group(1), name.group(2).equals("ended")))
        : Optional.empty();
  }

  /**
   * What a check of files that is shared out has begun with, or what one of its shards has found.
   *
   * @param run the name of the check
   * @param shard from 1 on; 0 for what it has begun with
   * @param moment tells results of one shard from one another, and sorts by time; empty if there
   *     can be only one
   */
  public record ShardName(String run, int shard, String moment) {
    /** What all shards look at. */
    public static ShardName plan(String run) {
      return new ShardName(run, 0, "");
    }

    /** What a shard has found by a moment. */
    public static ShardName part(String run, int shard, Instant when) {
      return new ShardName(run, shard, BackupId.create(when).value());
    }

    /** The object's name. */
    public String object() {
      return shard == 0
          ? shards(run) + "plan" + DOCUMENT
          : String.format(Locale.ROOT, "%s%04d/%s%s", shards(run), shard, moment, DOCUMENT);
    }
  }

  /** What the names begin with of all objects of a check that is shared out. */
  public static String shards(String run) {
    return SHARDS + run + "/";
  }

  public static Optional<ShardName> ofShard(String object) {
    Matcher name = OF_SHARD.matcher(object);
    if (!name.matches()) {
      return Optional.empty();
    }
    if (name.group(2) == null) {
      return Optional.of(ShardName.plan(name.group(1)));
    }
    int shard = Integer.parseInt(name.group(2));
    return shard > 0 && BackupId.isValid(name.group(3))
        ? Optional.of(new ShardName(name.group(1), shard, name.group(3)))
        : Optional.empty();
  }

  public static String pin(BackupId id) {
    return PINS + id + DOCUMENT;
  }

  public static Optional<BackupId> ofPin(String object) {
    return id(OF_PIN, object);
  }

  /** What the names of the tips of a backup begin with. */
  public static String tips(BackupId base) {
    return TIPS + base + "/";
  }

  public static String tip(BackupId base, long number) {
    return String.format(Locale.ROOT, "%s%012d.json", tips(base), number);
  }

  /** The backup in whose folder of tips an object, or what is in one, lies. */
  public static Optional<BackupId> baseOf(String place) {
    return idBelow(TIPS, place);
  }

  /** The number of the tip whose document this is, if it is one. */
  public static OptionalLong numberOfTip(String object) {
    Matcher name = OF_TIP.matcher(object);
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(2))) : OptionalLong.empty();
  }

  /** Where it is said how an epoch of the journal begins. */
  public static String epoch(EpochId epoch) {
    return EPOCHS + epoch + DOCUMENT;
  }

  /** The epoch that begins with this document, if it is one. */
  public static Optional<EpochId> ofEpoch(String object) {
    return id(OF_EPOCH, object).map(id -> new EpochId(id.value()));
  }

  /** What the names begin with that say which files of an epoch have marks. */
  public static String marked(EpochId epoch) {
    return EPOCHS + epoch + "/";
  }

  /** Where it is said that a file of an epoch has marks. */
  public static String marked(MarkedFile file) {
    return String.format(Locale.ROOT, "%s%012d.json", marked(file.epoch()), file.number());
  }

  /**
   * A file of the journal that has marks.
   *
   * @param epoch its epoch
   * @param number its number there
   */
  public record MarkedFile(EpochId epoch, long number) {}

  /** The file that has marks by the word of this object, if it is one that says so. */
  public static Optional<MarkedFile> ofMarked(String object) {
    Matcher name = OF_MARKED.matcher(object);
    return name.matches() && BackupId.isValid(name.group(1))
        ? Optional.of(new MarkedFile(new EpochId(name.group(1)), Long.parseLong(name.group(2))))
        : Optional.empty();
  }

  /** What the names of the files of an epoch begin with. */
  public static String journal(EpochId epoch) {
    return JOURNAL + epoch + "/";
  }

  public static String journalFile(EpochId epoch, long number) {
    return String.format(Locale.ROOT, "%s%012d.json", journal(epoch), number);
  }

  /** The epoch in whose folder of files an object lies. */
  public static Optional<EpochId> epochOf(String object) {
    return object.startsWith(JOURNAL)
        ? id(FIRST_PART, object.substring(JOURNAL.length())).map(id -> new EpochId(id.value()))
        : Optional.empty();
  }

  /** The number of the file of a journal whose document this is, if it is one. */
  public static OptionalLong numberOfJournalFile(String object) {
    Matcher name = OF_JOURNAL.matcher(object);
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(2))) : OptionalLong.empty();
  }

  /**
   * Where a state of a replica lies.
   *
   * @param name the replica's
   * @param number its place among the states of that replica, from 1 on
   */
  public record ReplicaName(String name, int number) {
    /** The object's name. */
    public String object() {
      return String.format(Locale.ROOT, "%s%s/%08d.json", REPLICAS, name, number);
    }
  }

  public static Optional<ReplicaName> ofReplica(String object) {
    Matcher name = OF_REPLICA.matcher(object);
    return name.matches()
        ? Optional.of(new ReplicaName(name.group(1), Integer.parseInt(name.group(2))))
        : Optional.empty();
  }

  /** A record of {@link #CHECKS} or {@link #DRILLS}; names sort by time, as those of backups do. */
  public static String record(String folder, BackupId id, Instant when) {
    return folder + id + "/" + BackupId.create(when) + DOCUMENT;
  }

  /** Where it is said what came of proving the journal at a moment; names sort by time. */
  public static String proof(Instant when) {
    return PROOFS + BackupId.create(when) + DOCUMENT;
  }

  /** Whether an object says that. */
  public static boolean isProof(String object) {
    return id(OF_PROOF, object).isPresent();
  }

  /** Table names are PostgreSQL's and may hold anything; what a store cannot keep becomes "_". */
  public static String segment(String table, int number, boolean encrypted) {
    // Some languages have digits of their own, which a store would not keep.
    return String.format(Locale.ROOT, "%s-%04d.copy.zst%s", safe(table), number, suffix(encrypted));
  }

  public static String keys(String table, int number, boolean encrypted) {
    return String.format(Locale.ROOT, "%s-%04d.keys%s", safe(table), number, suffix(encrypted));
  }

  public static String deletedKeys(String table, boolean encrypted) {
    return safe(table) + ".deleted" + suffix(encrypted);
  }

  public static String dictionary(String table, boolean encrypted) {
    return safe(table) + ".dictionary.copy.zst" + suffix(encrypted);
  }

  /** What the names of objects begin with that were stored again. */
  public static String revisedPrefix(int number) {
    return String.format(Locale.ROOT, "r%04d.", number);
  }

  /** The name of an object stored again, whatever the former one was called. */
  public static String revised(String object, int number) {
    // No table's name gets a dot, so this takes off nothing but a prefix of ours.
    return revisedPrefix(number) + object.replaceFirst("^r[0-9]{4,}\\.", "");
  }

  /** The name of an object in another vault, whatever revision it is of and however stored. */
  public static String copied(String object, boolean encrypted) {
    String plain = object.replaceFirst("^r[0-9]{4,}\\.", "");
    return (isEncrypted(plain) ? plain.substring(0, plain.length() - ENCRYPTED.length()) : plain)
        + suffix(encrypted);
  }

  /** The revision in the name of an object that was stored again; 0 for the first ones. */
  public static int revisionOf(String object) {
    Matcher name = REVISED.matcher(object);
    return name.lookingAt() ? Integer.parseInt(name.group(1)) : 0;
  }

  /** Whether this can be an encrypted object of a backup, by its name. */
  public static boolean isEncrypted(String object) {
    return object.endsWith(ENCRYPTED);
  }

  private static String safe(String table) {
    return table.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  private static String suffix(boolean encrypted) {
    return encrypted ? ENCRYPTED : "";
  }
}
