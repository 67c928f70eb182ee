package org.nessiebackup.operator.catalog;

import java.util.Optional;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.RunStatus;

/** What can be said of a catalog's protection, going by the newest runs. */
final class CatalogConditions {
  /** All its objects are there. */
  static final String READY = "Ready";

  private static final String BACKED_UP = "BackedUp";
  private static final String VERIFIED = "Verified";
  private static final String DRILLED = "Drilled";

  private CatalogConditions() {}

  static Conditions of(CatalogDraft draft, Conditions before) {
    Conditions backedUp =
        said(before, BACKED_UP, draft.newest("backup", "incremental", "status"), null);
    Conditions verified =
        said(
            backedUp,
            VERIFIED,
            draft.newest("verify", "verify-files"),
            draft.vault() == null ? null : draft.vault().lastVerification());
    return said(
        verified,
        DRILLED,
        draft.newest("drill"),
        draft.vault() == null ? null : draft.vault().lastDrill());
  }

  /**
   * By the newest run; without one by what the vault says was done, as by a service.
   *
   * @param recorded when that was; null if never
   */
  private static Conditions said(
      Conditions before, String type, Optional<RunStatus> run, String recorded) {
    if (run.isEmpty()) {
      return recorded == null
          ? before.unknown(type, "NotAsked", "no run of its schedules has ended yet")
          : before.yes(type, "Recorded", "the vault says so of " + recorded);
    }
    RunStatus newest = run.get();
    return newest.succeeded()
        ? before.yes(type, "Succeeded", "%s has succeeded".formatted(newest.component()))
        : before.no(
            type, newest.reason(), "%s: %s".formatted(newest.component(), newest.message()));
  }
}
