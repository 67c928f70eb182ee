package org.nessiebackup.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/**
 * A session in which the server decodes its write-ahead log for us. It has the limits, the errors
 * and the watch of every session, and occupies one of {@code max_wal_senders} instead of {@code
 * max_connections}. One thread at a time; what it streams has a rule of its own.
 */
public final class ReplicationSession implements AutoCloseable {
  /** The first version whose plugin sends values as COPY binary has them, and messages. */
  public static final int OLDEST_VERSION = 140000;

  private static final int FAILOVER_VERSION = 170000;
  private static final int OPTIONS_VERSION = 150000;
  private static final Pattern SLOT_NAME = Pattern.compile("[a-z0-9_]{1,63}");

  /** A client that has vanished keeps its slot for that long, and one that is only slow as well. */
  private static final String SENDER_TIMEOUT = "SELECT set_config('wal_sender_timeout', ?, false)";

  /** Of 20 ms each: a process whose client has just gone lets its slot go as soon as it sees it. */
  private static final int WAITS = 100;

  private static final String PAUSE = "SELECT pg_sleep(0.02)::text";

  private final Session session;

  private ReplicationSession(Session session) {
    this.session = session;
  }

  static ReplicationSession begin(Session session) {
    try {
      ReplicationSession replication = new ReplicationSession(session);
      // A pooler may have made an ordinary session of it, in which this is no statement.
      replication.identify();
      session.query(
          "set time limits",
          SENDER_TIMEOUT,
          row -> row.getString(1),
          Long.toString(session.settings().limits().silence().toMillis()));
      return replication;
    } catch (RuntimeException e) {
      session.closeAfter(e);
      throw e;
    }
  }

  /** How a slot is to be. */
  public enum SlotOption {
    /** It goes with this session. */
    TEMPORARY,
    /** Its first moment can be read as a snapshot. */
    EXPORT_SNAPSHOT,
    /** A standby that synchronizes slots has it too, from version 17 on. */
    FAILOVER
  }

  /**
   * What the server says of itself to who replicates it. No privilege besides is needed.
   *
   * @param system names the cluster
   * @param timeline the one that is being written
   * @param position how far the log is on the disk
   */
  public record Identity(String system, int timeline, Lsn position) {}

  /** Asks who it is. */
  public Identity identify() {
    try {
      return session.one(
          "identify the server for replication",
          "IDENTIFY_SYSTEM",
          row -> new Identity(row.getString(1), row.getInt(2), lsn(row.getString(3))));
    } catch (BackupException e) {
      throw ReplicationErrors.identifying(e, session.settings());
    }
  }

  /**
   * Makes a slot for the plugin {@code pgoutput}. Waits until every transaction has ended that was
   * open, anywhere on the server, when it began; a warning says who is waited for.
   *
   * @param name small letters, digits and underscores
   * @throws BackupException {@link Failure#USAGE}, {@link Failure#PERMISSION}, {@link
   *     Failure#SERVER_UNSUPPORTED} or {@link Failure#DATABASE}, with what to do; nothing is left
   *     then
   */
  public CreatedSlot createSlot(String name, Set<SlotOption> options) {
    checkName(name);
    if (options.contains(SlotOption.FAILOVER) && !session.isAtLeast(FAILOVER_VERSION)) {
      throw Failure.SERVER_UNSUPPORTED.exception(
          "slots that outlive a failover are there from PostgreSQL 17 on",
          "Without, the failover ends the journal's epoch with a gap. On CloudNativePG, and"
              + " elsewhere with the extension pg_failover_slots, older ones can be kept too.");
    }
    try {
      return session.one(
          "create replication slot \"" + name + "\"", statement(name, options), this::created);
    } catch (BackupException e) {
      throw ReplicationErrors.creating(e);
    }
  }

  private String statement(String name, Set<SlotOption> options) {
    String statement =
        "CREATE_REPLICATION_SLOT %s %s LOGICAL pgoutput "
            .formatted(name, options.contains(SlotOption.TEMPORARY) ? "TEMPORARY" : "");
    boolean export = options.contains(SlotOption.EXPORT_SNAPSHOT);
    if (!session.isAtLeast(OPTIONS_VERSION)) {
      return statement + (export ? "EXPORT_SNAPSHOT" : "NOEXPORT_SNAPSHOT");
    }
    String failover = options.contains(SlotOption.FAILOVER) ? ", FAILOVER true" : "";
    return statement + "(SNAPSHOT '" + (export ? "export" : "nothing") + "'" + failover + ")";
  }

  private CreatedSlot created(ResultSet row) throws SQLException {
    return new CreatedSlot(
        row.getString("slot_name"),
        lsn(row.getString("consistent_point")),
        Optional.ofNullable(row.getString("snapshot_name")));
  }

  private static Lsn lsn(String text) {
    return Lsn.parse(text)
        .orElseThrow(
            () ->
                Failure.DATABASE.exception(
                    "the server says \"%s\" where a position in its log is due".formatted(text)));
  }

  /**
   * Whether a server has refused what it was asked for, and not because of what passes by itself,
   * such as a full disk: if it does so again and again, it will go on to do so.
   */
  public static boolean isRefusal(BackupException error) {
    return ReplicationErrors.isRefusal(error);
  }

  /**
   * Whether it has refused to stream because a publication is missing, or was when the changes were
   * made that come next; of a slot that is there.
   */
  public static boolean lacksPublication(BackupException refusal) {
    return ReplicationErrors.lacksPublication(refusal);
  }

  /**
   * Begins to stream what has been committed, and goes on with what will be. Nothing else can be
   * done in this session afterwards.
   *
   * @param slot its name; waited for up to two seconds where its last user has just gone
   * @param from behind the end of the last transaction that is not wanted any more; {@link
   *     Lsn#ZERO}, and any position that was confirmed already, is as good as the last confirmed
   *     one
   * @param publications which tables; they must have been there before the slot was, and every
   *     change that is still to be decoded
   * @throws BackupException {@link Failure#LOCKED} if the slot is in use, {@link Failure#DATABASE}
   *     if it is lost, or not there, or if the server has not come as far as the position
   */
  public ReplicationStream stream(String slot, Lsn from, List<String> publications) {
    checkVersion();
    return begun(slot, from, publications);
  }

  /**
   * The same also of a server that is older than {@link #OLDEST_VERSION}, which sends every value
   * as text, and no messages. Binary values among them are in hexadecimal digits.
   */
  public ReplicationStream streamOfAnyVersion(String slot, Lsn from, List<String> publications) {
    if (!sendsBinary()) {
      session.execute("set how binary values are written", "SET bytea_output = 'hex'");
    }
    return begun(slot, from, publications);
  }

  private ReplicationStream begun(String slot, Lsn from, List<String> publications) {
    checkName(slot);
    checkPosition(from);
    String what = "follow the changes of replication slot \"" + slot + "\"";
    try {
      return new ReplicationStream(session, slot, started(what, slot, from, publications));
    } catch (BackupException e) {
      throw ReplicationErrors.streaming(e, slot);
    }
  }

  private boolean sendsBinary() {
    return session.isAtLeast(OLDEST_VERSION);
  }

  private PGReplicationStream started(
      String what, String slot, Lsn from, List<String> publications) {
    for (int i = 0; ; i++) {
      try {
        return session.call(what, () -> start(slot, from, publications));
      } catch (BackupException e) {
        if (i == WAITS || !ReplicationErrors.isInUse(e)) {
          throw e;
        }
        session.one(what, PAUSE, row -> row.getString(1));
      }
    }
  }

  private PGReplicationStream start(String slot, Lsn from, List<String> publications)
      throws SQLException {
    ChainedLogicalStreamBuilder options =
        session
            .connection()
            .getReplicationAPI()
            .replicationStream()
            .logical()
            .withSlotName(slot)
            .withStartPosition(LogSequenceNumber.valueOf(from.value()))
            .withSlotOption("proto_version", 1)
            .withSlotOption("publication_names", quoted(publications))
            // Both are done by who reads: when it has something to say, and about what it has kept.
            .withStatusInterval(1, TimeUnit.HOURS)
            .withAutomaticFlush(false);
    if (sendsBinary()) {
      options.withSlotOption("binary", "true").withSlotOption("messages", "true");
    }
    PGReplicationStream stream = options.start();
    // What the driver has set for its own interval would cut a message in two when a network stops
    // for a while.
    session.connection().setNetworkTimeout(Runnable::run, 0);
    return stream;
  }

  /** A list of identifiers, inside of a text that the driver does not quote. */
  private static String quoted(List<String> publications) {
    return publications.stream()
        .map(Sql::name)
        .map(name -> name.replace("'", "''"))
        .collect(Collectors.joining(","));
  }

  private static void checkName(String slot) {
    if (!SLOT_NAME.matcher(slot).matches()) {
      throw Failure.USAGE.exception(
          "\"%s\" cannot be the name of a replication slot".formatted(slot),
          "It has up to 63 small letters, digits and underscores.");
    }
  }

  /** Else the server would skip what it writes up to there. */
  private void checkPosition(Lsn from) {
    Lsn end = identify().position();
    if (from.compareTo(end) > 0) {
      throw Failure.DATABASE.exception(
          "the log of the server at \"%s\" ends at %s, before %s, up to where changes were read"
              .formatted(session.settings().describe(), end, from),
          "It is another server, or has lost transactions by a failover or a restore. Begin anew"
              + " after a backup of what is there now.");
    }
  }

  private void checkVersion() {
    if (!sendsBinary()) {
      throw Failure.SERVER_UNSUPPORTED.exception(
          "PostgreSQL 13 cannot send changes as they are stored: its output plugin sends text only,"
              + " and no messages",
          "Upgrade the server to 14 or newer. Until then tips keep every commit of a second, with"
              + " SELECT alone.");
    }
  }

  /** Ends the session, and what it streams. A slot that is not temporary stays. */
  @Override
  public void close() {
    session.close();
  }
}
