package org.nessiebackup.tip;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.Labelled;
import org.nessiebackup.catalog.HistoryBreak;
import org.nessiebackup.manifest.Tip;

/** What came of a look. */
public sealed interface PollReport {
  /**
   * Nothing had moved: the vault has all.
   *
   * @param at when, by the server's clock
   * @param heartbeat the tip that says so to others; absent if the one before is young enough
   */
  record Unmoved(Instant at, Optional<Tip> heartbeat) implements PollReport {}

  /**
   * Something had moved, and is in the vault now.
   *
   * @param tip where
   */
  record Published(Tip tip) implements PollReport {}

  /**
   * Tips cannot go on from this backup. What they have is of use; what comes now is safe only with
   * another backup.
   *
   * @param reason why
   * @param sentence the same for people: a clause that follows "because"
   */
  record NewBaseNeeded(Reason reason, String sentence) implements PollReport {
    NewBaseNeeded(Reason reason) {
      this(reason, reason.sentence());
    }
  }

  /**
   * Why another backup is needed. The words of {@link #label} are a documented contract: constants
   * are added, never renamed.
   */
  enum Reason implements Labelled {
    /** Nothing to build on. */
    NO_BACKUP("the vault has no backup of a server yet"),
    /** It is not whole. */
    BACKUP_DAMAGED("the backup, or one that it builds on, is damaged or cannot be read"),
    /** Somebody has removed it. */
    BACKUP_GONE("the backup was removed"),
    /** A crash could take back what it saw, and give the numbers of its transactions to others. */
    NOT_DURABLE("it is not known whether all that the backup saw had reached the disk"),
    /** Its tips are not whole. */
    TIPS_DAMAGED("the tips of the backup are damaged or cannot be read"),
    /** Whoever trusts the new key only must be able to restore what it signs. */
    HOST_KEY_EXCHANGED("the host key has been exchanged since the backup"),
    /** New recipients, or others no more. */
    SETTINGS_CHANGED("the vault's settings have changed"),
    /** A replica was promoted, and what comes now is no part of the catalog. */
    SUPERSEDED("another server has the catalog now"),
    /** Only the current kind of catalog is understood. */
    STORE_TYPE("tips are kept of catalogs of store type JDBC2 only"),
    /** The server does not say who it is. */
    SERVER_UNKNOWN(HistoryBreak.SERVER_UNKNOWN),
    /** Another cluster, database, schema or kind of catalog. */
    OTHER_CATALOG(HistoryBreak.OTHER_CATALOG),
    /** One of both is a standby. */
    OTHER_ROLE(HistoryBreak.OTHER_ROLE),
    /** A standby was promoted. */
    OTHER_TIMELINE(HistoryBreak.OTHER_TIMELINE),
    /** A restart may hide a restored disk or a crash. */
    SERVER_RESTARTED(HistoryBreak.SERVER_RESTARTED),
    /** What cannot be on one and the same server. */
    TRANSACTIONS_LOST(HistoryBreak.TRANSACTIONS_LOST),
    /** More than the numbers of transactions can distinguish. */
    TRANSACTIONS_TOO_MANY(HistoryBreak.TRANSACTIONS_TOO_MANY),
    /** A restore, or somebody, has put other tables in the place of the old ones. */
    TABLE_REPLACED(HistoryBreak.TABLE_REPLACED),
    /** Added, dropped or changed columns or key. */
    TABLE_CHANGED(HistoryBreak.TABLE_CHANGED),
    /** No key in front, unusual types. */
    TABLE_UNSUITABLE(HistoryBreak.TABLE_UNSUITABLE),
    /** An import, say. */
    TOO_MUCH_NEW("more has become reachable at once than a tip can hold"),
    /** Every tip before is needed to use the last one. */
    TOO_MANY_TIPS("so many tips build on the backup that another one is better"),
    /** The catalog itself is damaged. */
    OBJECT_MISSING("a reference leads to an object that is not in the catalog"),
    /** Nobody knows what it points to. */
    OBJECT_UNREADABLE("a reference leads to an object that this program cannot read");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    Reason(HistoryBreak broken) {
      this(broken.sentence());
    }

    static Reason of(HistoryBreak broken) {
      return switch (broken) {
        case SNAPSHOT_UNKNOWN -> BACKUP_DAMAGED;
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
