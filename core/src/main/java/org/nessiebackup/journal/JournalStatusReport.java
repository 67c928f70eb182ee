package org.nessiebackup.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.Labelled;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.SynchronousStandbys;
import org.nessiebackup.postgres.SynchronousStandbys.Role;

/**
 * How a journal is.
 *
 * @param state in one word
 * @param epoch the newest epoch; absent if there has never been one
 * @param server what the server says; absent if it cannot be reached
 * @param standby whether commits wait for the journal; absent if the server cannot be reached, or
 *     is told to wait for nobody of its name
 * @param base the newest backup, if the newest epoch can bring it forward; absent if one has to be
 *     taken
 * @param next what to do; absent if there is nothing to be done
 */
public record JournalStatusReport(
    State state,
    Optional<Epoch> epoch,
    Optional<Server> server,
    Optional<Standby> standby,
    Optional<BackupId> base,
    Optional<String> next) {
  /** How a journal is, in one word. */
  public enum State implements Labelled {
    /** Nobody has begun one. */
    NONE,
    /** Somebody follows it. */
    FOLLOWED,
    /** It could go on, and nobody follows it: the server keeps what is committed. */
    WAITING,
    /** It has ended. */
    ENDED,
    /** The server cannot be reached. */
    UNKNOWN
  }

  /**
   * An epoch.
   *
   * @param id its name
   * @param start where it begins
   * @param files what is stored of it
   * @param to every transaction whose commit is before it is in the vault
   * @param reachedAt so is what was committed before this moment
   * @param end why it has ended; absent if it may go on
   */
  public record Epoch(
      EpochId id,
      Start start,
      Files files,
      Lsn to,
      Instant reachedAt,
      Optional<JournalFile.End> end) {}

  /**
   * Where an epoch begins.
   *
   * @param position where
   * @param at when that was, by the server's clock
   * @param follows the epoch that ends there; absent if something is missing in between
   */
  public record Start(Lsn position, Instant at, Optional<EpochId> follows) {}

  /**
   * Files of an epoch.
   *
   * @param count how many there are
   * @param storedBytes how many bytes they have together
   */
  public record Files(long count, long storedBytes) {}

  /**
   * What the server says.
   *
   * @param slot the name of the replication slot
   * @param publication the name of the publication
   * @param slotState how the slot is; absent if it is not there
   * @param lagBytes how many bytes of the server's log are not in the vault
   * @param lag how long ago the vault had everything
   */
  public record Server(
      String slot,
      String publication,
      Optional<Slot> slotState,
      OptionalLong lagBytes,
      Optional<Duration> lag) {}

  /**
   * A slot.
   *
   * @param active whether somebody uses it
   * @param retained how many bytes of its log the server keeps for it
   * @param safe how many more can be written before the server removes what it has still to send;
   *     absent if it never does
   * @param lost whether that has happened
   * @param confirmed what is before it will not be sent again; absent if the server does not say
   */
  public record Slot(
      boolean active, long retained, Optional<Long> safe, boolean lost, Optional<Lsn> confirmed) {}

  /**
   * Whether commits wait for the journal.
   *
   * @param application the name by which the server would know it
   * @param synchronous whether they do
   * @param alone whether they would wait for ever if it were away
   * @param text for people
   */
  public record Standby(String application, boolean synchronous, boolean alone, String text) {
    /**
     * Looks.
     *
     * @param wanted whether they are to wait
     * @return absent if they neither do nor are to
     */
    static Optional<Standby> look(Session session, String application, boolean wanted) {
      Role role = SynchronousStandbys.role(session, application);
      boolean alone = role.waitedFor() && role.others() < role.needed();
      return role.waitedFor() || wanted
          ? Optional.of(
              new Standby(application, role.waitedFor(), alone, words(application, role, alone)))
          : Optional.empty();
    }

    private static String words(String application, Role role, boolean alone) {
      String known = "synchronous_standby_names is \"%s\"".formatted(role.names());
      if (!role.waitedFor()) {
        return "no commit waits for the journal: %s; set it to 'ANY 1 (standby, \"%s\")'"
            .formatted(known, application);
      }
      return alone
          ? "commits wait for the journal, and for ever if it is away, as nobody else would do: %s; list a standby too, 'ANY 1 (standby, \"%s\")'"
              .formatted(known, application)
          : "commits wait for the journal or for a standby: %s".formatted(known);
    }
  }
}
