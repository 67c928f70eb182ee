package org.nessiebackup.kubernetes.exchange;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What moves a catalog to another server: the database half of a promotion. Each of its steps may
 * come a second time, from another process, after the first was killed anywhere.
 *
 * @param <P> the database's own plan
 * @param <R> the database's own report
 */
public interface CatalogMove<P, R> {
  /** Which server has the catalog. */
  enum Stage {
    /** The former one, as if nothing had been begun. */
    BEFORE,
    /** The former one takes nothing any more, and the other one has not taken over. */
    BETWEEN,
    /** The other one. */
    MOVED
  }

  /**
   * What is moved from where to where.
   *
   * @param name what it is called, such as a replica
   * @param former where the catalog was; absent if that server does not answer
   * @param next where it will be
   * @param stage how far it has come
   * @param database the database's own plan
   * @param <P> its kind
   */
  record Plan<P>(
      String name,
      Optional<CatalogLocation> former,
      CatalogLocation next,
      Stage stage,
      P database) {}

  /**
   * What moving it will do. Changes nothing.
   *
   * @param stops whether the former server's Nessie is stopped before, so that its sessions are not
   *     in the way
   */
  Plan<P> plan(boolean stops);

  /** Looks how far it has come, also after a request to stop. */
  Stage stage();

  /**
   * Refuses a plan with something in the way that nobody has accepted.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED}
   */
  void requireConfirmed(P plan);

  /**
   * Moves it.
   *
   * @param stop stops the former server's Nessie; called once, when nothing is left to be done
   *     while it serves
   */
  R move(P plan, Runnable stop);
}
