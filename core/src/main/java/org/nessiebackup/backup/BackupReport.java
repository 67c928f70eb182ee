package org.nessiebackup.backup;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.Labelled;
import org.nessiebackup.catalog.HistoryBreak;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.postgres.ConnectionSecurity;
import org.nessiebackup.vault.backups.BackupTime;

/**
 * What was backed up.
 *
 * @param manifest the new backup
 * @param time when it was taken, as far as that is known
 * @param depth on how many others it builds
 * @param fullReason why it is a full one; absent if it is incremental
 * @param security how safe the connection to the server was
 * @param elapsed from the begin to the commit
 */
public record BackupReport(
    Manifest manifest,
    BackupTime time,
    int depth,
    Optional<FullReason> fullReason,
    ConnectionSecurity security,
    Duration elapsed) {
  /**
   * Why a backup is a full one. The words of {@link #label} are a documented contract: constants
   * are added, never renamed.
   */
  public enum FullReason implements Labelled {
    /** Somebody wants it so. */
    ASKED_FOR("it was asked for"),
    /** Nothing to build on. */
    FIRST("the vault has no backup of a server yet"),
    /** Whoever trusts the new key only must be able to restore what it signs. */
    HOST_KEY_EXCHANGED("the host key has been exchanged since the newest backup"),
    /** The newest backup, or one that it builds on, is not whole. */
    PARENT_DAMAGED(HistoryBreak.SNAPSHOT_UNKNOWN),
    /** Its lists of keys open for another host key, as after an exchange of that key. */
    PARENT_CLOSED("the host key does not open the lists of keys of the older backups"),
    /** Written by a version that wrote no keys, or longer than may be. */
    PARENT_UNSUITABLE("the newest backup has no lists of keys to build on"),
    /** As the vault's settings or the user say. */
    FULL_TOO_OLD("the last full backup is older than --full-every allows"),
    /** The server does not say who it is. */
    SERVER_UNKNOWN(HistoryBreak.SERVER_UNKNOWN),
    /** Another cluster, database, schema or kind of catalog. */
    OTHER_CATALOG(HistoryBreak.OTHER_CATALOG),
    /** One of both was taken from a standby. */
    OTHER_ROLE(HistoryBreak.OTHER_ROLE),
    /** The new one would be older than the one it builds on. */
    CLOCK_WENT_BACK(
        "the newest backup is of the future, by the clocks of this host and of the server"),
    /** A standby was promoted. */
    OTHER_TIMELINE(HistoryBreak.OTHER_TIMELINE),
    /** A restart may hide a restored disk or a crash that took back what the parent saw. */
    SERVER_RESTARTED(HistoryBreak.SERVER_RESTARTED),
    /** A crash could have taken back what the parent saw. */
    NOT_DURABLE("it is not known whether all that the older backup saw had reached the disk"),
    /** What cannot be on one and the same server. */
    TRANSACTIONS_LOST(HistoryBreak.TRANSACTIONS_LOST),
    /** More than the numbers of transactions can distinguish. */
    TRANSACTIONS_TOO_MANY(HistoryBreak.TRANSACTIONS_TOO_MANY),
    /** A restore, or somebody, has put other tables in the place of the old ones. */
    TABLE_REPLACED(HistoryBreak.TABLE_REPLACED),
    /** Added, dropped or changed columns or key. */
    TABLE_CHANGED(HistoryBreak.TABLE_CHANGED),
    /** Seen from the snapshots, which it holds back, the tables may be newer than they are. */
    TRANSACTION_OPEN("a transaction has been open on the server since before the tables were made"),
    /** No key in front, unusual types, unlogged. */
    TABLE_UNSUITABLE(HistoryBreak.TABLE_UNSUITABLE),
    /** A full one costs hardly more. */
    TOO_MANY_CHANGES("too much has changed since then"),
    /** Never expected, and looked for all the same. */
    COUNTS_DISAGREE("the numbers of new, changed and deleted rows do not add up");

    private final String sentence;

    FullReason(String sentence) {
      this.sentence = sentence;
    }

    FullReason(HistoryBreak broken) {
      this(broken.sentence());
    }

    static FullReason of(HistoryBreak broken) {
      return switch (broken) {
        case SNAPSHOT_UNKNOWN -> PARENT_DAMAGED;
        case SERVER_UNKNOWN -> SERVER_UNKNOWN;
        case OTHER_CATALOG -> OTHER_CATALOG;
        case OTHER_ROLE -> OTHER_ROLE;
        case OTHER_TIMELINE -> OTHER_TIMELINE;
        case SERVER_RESTARTED -> SERVER_RESTARTED;
        case TRANSACTIONS_LOST -> TRANSACTIONS_LOST;
        case TRANSACTIONS_TOO_MANY -> TRANSACTIONS_TOO_MANY;
        case TABLE_REPLACED -> TABLE_REPLACED;
        case TABLE_CHANGED -> TABLE_CHANGED;
        case TABLE_UNSUITABLE -> TABLE_UNSUITABLE;
      };
    }

    /** For people: a clause that follows "because". */
    public String sentence() {
      return sentence;
    }
  }
}
