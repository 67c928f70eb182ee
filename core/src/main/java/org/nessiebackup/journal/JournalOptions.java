package org.nessiebackup.journal;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.TableSet;

/**
 * What is followed, and how.
 *
 * @param schema where the catalog is; found if absent
 * @param tables which of several table sets is meant; found if absent
 * @param names what the journal is called on the server
 * @param pace how often something happens
 * @param limits how much of the server's disk may be taken
 * @param synchronous whether a file is stored as soon as a transaction is there, for servers that
 *     wait for the journal ({@code synchronous_standby_names})
 */
public record JournalOptions(
    Optional<String> schema,
    Optional<TableSet> tables,
    Names names,
    Pace pace,
    Limits limits,
    boolean synchronous) {
  /** The only catalog of a database. */
  public static final JournalOptions DEFAULT = of(Optional.empty(), Optional.empty());

  /** A catalog, with the usual names, pace and limits. */
  public static JournalOptions of(Optional<String> schema, Optional<TableSet> tables) {
    return new JournalOptions(schema, tables, Names.DEFAULT, Pace.DEFAULT, Limits.DEFAULT, false);
  }

  /**
   * What the journal is called on the server.
   *
   * @param slot the replication slot; named after the vault and the catalog if absent
   * @param publication the same of the publication
   * @param application the name of the connection that receives changes, which is what {@code
   *     synchronous_standby_names} has to list
   */
  public record Names(Optional<String> slot, Optional<String> publication, String application) {
    /** Names of its own for each vault and catalog. */
    public static final Names DEFAULT =
        new Names(Optional.empty(), Optional.empty(), "nessie-backup");
  }

  /**
   * How often something happens.
   *
   * @param interval files follow each other no faster, unless there is much or somebody has named a
   *     point
   * @param heartbeat how old the newest file may be before another one says that nothing has
   *     happened
   * @param look how often the server is looked at
   */
  public record Pace(Duration interval, Duration heartbeat, Duration look) {
    /** A file each second if something was committed. */
    public static final Pace DEFAULT =
        new Pace(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(1));

    /** Refuses negative times. */
    public Pace {
      if (interval.isNegative() || heartbeat.isNegative() || look.isNegative()) {
        throw new IllegalArgumentException("no negative times");
      }
    }
  }

  /**
   * How much of the server's disk may be taken.
   *
   * @param retained so many bytes of its log the slot may hold back; beyond, it is given up
   * @param unbounded whether to begin also on a server that has no such limit of its own ({@code
   *     max_slot_wal_keep_size = -1})
   */
  public record Limits(long retained, boolean unbounded) {
    /** 1 GiB. */
    public static final Limits DEFAULT = new Limits(1L << 30, false);

    /** Refuses what would give up every slot at once. */
    public Limits {
      if (retained < 1) {
        throw new IllegalArgumentException("a slot holds back something always");
      }
    }
  }

  /** The same catalog by its schema. */
  public JournalOptions in(String name) {
    return new JournalOptions(Optional.of(name), tables, names, pace, limits, synchronous);
  }

  /** The same by other names on the server. */
  public JournalOptions called(Names others) {
    return new JournalOptions(schema, tables, others, pace, limits, synchronous);
  }

  /** The same at another pace. */
  public JournalOptions at(Pace other) {
    return new JournalOptions(schema, tables, names, other, limits, synchronous);
  }

  /** The same with other limits. */
  public JournalOptions within(Limits others) {
    return new JournalOptions(schema, tables, names, pace, others, synchronous);
  }

  /** The same for a server that waits for the journal. */
  public JournalOptions synchronously() {
    return new JournalOptions(schema, tables, names, pace, limits, true);
  }
}
