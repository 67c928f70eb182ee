package org.nessiebackup.vault.point;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;

/** Which backups the journal can bring forward. */
public final class BaseRules {
  /**
   * A transaction is seen only some time after its commit stands in the log: it waits for the disk,
   * and perhaps for a standby. Files of so long before a base are looked at for those that it has
   * not seen.
   */
  static final Duration WAIT = Duration.ofMinutes(10);

  private BaseRules() {}

  /**
   * What a backup says that can be brought forward.
   *
   * @param seen the transactions that it has
   * @param from the log from here on has what it has not, but for transactions that had written
   *     their commit and were not visible yet
   * @param durableTo behind everything that it has
   */
  record Base(VisibleTransactions seen, Lsn from, Lsn durableTo) {}

  /** What it says; absent if it cannot be brought forward by any journal. */
  static Optional<Base> base(Manifest backup) {
    Optional<Source.Server> server = backup.server();
    Optional<VisibleTransactions> seen =
        server.map(Source.Server::snapshot).flatMap(VisibleTransactions::parse);
    Optional<Lsn> from = server.flatMap(Source.Server::lsnBefore).flatMap(Lsn::parse);
    Optional<Lsn> durableTo = server.flatMap(Source.Server::durableTo).flatMap(Lsn::parse);
    return seen.isPresent() && from.isPresent() && durableTo.isPresent()
        ? Optional.of(new Base(seen.get(), from.get(), durableTo.get()))
        : Optional.empty();
  }

  /**
   * Why a backup is none, as a clause that follows its name; absent if nothing speaks against it.
   */
  static Optional<String> objection(Manifest backup, List<JournalRun> runs) {
    Optional<Source.Server> server = backup.server();
    if (server.isEmpty()) {
      return Optional.of("was imported from a dump");
    }
    if (server.get().standby()) {
      return Optional.of("was taken from a standby");
    }
    Optional<Base> base = base(backup);
    if (base.isEmpty()) {
      return Optional.of(
          "does not say between which positions of the log it was taken: an older version has taken"
              + " it, or a role that may not ask");
    }
    List<JournalRun> ofServer =
        runs.stream().filter(run -> isOfServer(server.get(), run.first().source())).toList();
    if (ofServer.isEmpty()) {
      return Optional.of("is of another server, timeline or database than the journal");
    }
    List<JournalRun> ofTables =
        ofServer.stream().filter(run -> isOfTables(backup, run.first())).toList();
    if (ofTables.isEmpty()) {
      return Optional.of("is of other tables than the journal, or of other columns");
    }
    List<JournalRun> reaching = ofTables.stream().filter(run -> reaches(run, base.get())).toList();
    if (reaching.isEmpty()) {
      return Optional.of(
          base.get().from().compareTo(ofTables.getLast().reach().to()) > 0
              ? "was taken behind the end of the journal"
              : "was taken before the journal began, or in a gap of it");
    }
    return reaching.stream().allMatch(run -> lacksBefore(run, backup))
        ? Optional.of(
            "was taken right behind what is damaged of the journal, where transactions may stand"
                + " that it has not")
        : Optional.empty();
  }

  /**
   * Whether a journal brings a backup forward that began some time ago and has no gap since.
   *
   * @param first its first epoch
   */
  public static boolean fits(Manifest backup, JournalEpoch first) {
    Optional<Source.Server> server = backup.server();
    return server.filter(each -> !each.standby() && isOfServer(each, first.source())).isPresent()
        && isOfTables(backup, first)
        && base(backup).filter(each -> each.from().compareTo(first.start()) >= 0).isPresent();
  }

  /** Whether a run can bring a backup forward, to which nothing is objected. */
  static boolean carries(JournalRun run, Manifest backup) {
    return objection(backup, List.of(run)).isEmpty();
  }

  private static boolean reaches(JournalRun run, Base base) {
    return base.from().compareTo(run.first().start()) >= 0
        && base.from().compareTo(run.reach().to()) <= 0;
  }

  /** Whether files are lost that would have to be looked at for what it has not seen. */
  private static boolean lacksBefore(JournalRun run, Manifest backup) {
    return run.isCut() && run.first().begunAt().isAfter(backup.snapshotAt().minus(WAIT));
  }

  private static boolean isOfServer(Source.Server server, CatalogPlace place) {
    return server.systemIdentifier().equals(Optional.of(place.systemIdentifier()))
        && server.timeline().equals(Optional.of(place.timeline()))
        && server.databaseOid() == place.databaseOid();
  }

  private static boolean isOfTables(Manifest backup, JournalEpoch epoch) {
    return backup.tables().size() == 2
        && isSame(backup, epoch.references())
        && isSame(backup, epoch.objects());
  }

  private static boolean isSame(Manifest backup, JournalEpoch.Table table) {
    TableShape shape = table.shape();
    return backup
        .table(shape.name())
        .filter(each -> each.shape().equals(shape))
        .flatMap(TableEntry::identity)
        .filter(identity -> identity.oid() == table.oid())
        .isPresent();
  }
}
