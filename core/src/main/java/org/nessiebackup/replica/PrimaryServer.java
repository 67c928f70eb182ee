package org.nessiebackup.replica;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.postgres.ServerMoment;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.ConnectedSessions;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tables.WriteFence;

/** The primary of a replica that is to be promoted, which may be there or not. */
final class PrimaryServer implements AutoCloseable {
  private final CatalogLocation catalog;
  private final Optional<Session> session;
  private final Optional<BackupException> failure;

  private PrimaryServer(
      CatalogLocation catalog, Optional<Session> session, Optional<BackupException> failure) {
    this.catalog = catalog;
    this.session = session;
    this.failure = failure;
  }

  /** Tries to connect. */
  static PrimaryServer connect(ReplicaSetup setup, CatalogLocation catalog) {
    try {
      return new PrimaryServer(catalog, Optional.of(setup.onPrimary()), Optional.empty());
    } catch (BackupException e) {
      boolean telling =
          e.failure() == Failure.CONNECTION
              || e.failure() == Failure.LOGIN
              || e.failure() == Failure.PERMISSION;
      if (!telling) {
        throw e;
      }
      return new PrimaryServer(catalog, Optional.empty(), Optional.of(e));
    }
  }

  /** To ask it; absent if it does not answer, or refuses us. */
  Optional<Session> session() {
    return session;
  }

  /** What it says of itself; absent if it says nothing, or cannot be asked. */
  Optional<ReplicaMark> mark() {
    return session.flatMap(each -> ReplicaMark.of(each, catalog.schema()));
  }

  /** Looks. */
  PromotionPlan.Primary look(String slot) {
    if (failure.isPresent()) {
      String reason = failure.get().getMessage();
      return failure.get().failure() == Failure.CONNECTION
          ? new PromotionPlan.Primary.Unreached(reason)
          : new PromotionPlan.Primary.Refusing(reason);
    }
    Session asked = session.orElseThrow();
    return new PromotionPlan.Primary.Reached(
        WriteFence.isRaised(asked, catalog),
        ConnectedSessions.of(asked, catalog),
        confirmed(asked, slot).map(to -> Math.max(0, ServerMoment.of(asked).position().minus(to))));
  }

  /** Up to where the replica has said that it has everything. */
  static Optional<Lsn> confirmed(Session session, String slot) {
    return ReplicationSlot.look(session, slot)
        .filter(each -> !each.isLost())
        .flatMap(each -> each.log().confirmed());
  }

  @Override
  public void close() {
    session.ifPresent(Session::close);
  }
}
