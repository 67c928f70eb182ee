package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is wrong with those who look at a catalog all the time.
 *
 * @param followed how they are
 * @param safeAge how long ago the newest moment is that can be restored
 * @param now the moment of the verdict
 */
record FollowJudgement(CatalogState.Followed followed, Duration safeAge, Instant now) {
  /** One attempt that fails is no news. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /**
   * Something that is wrong.
   *
   * @param sentence what
   * @param advice what to do
   */
  record Wrong(String sentence, String advice) {}

  /** The worst. */
  Optional<Wrong> wrong() {
    return followed
        .journal()
        .flatMap(this::wrong)
        .or(() -> followed.tips().flatMap(this::wrong))
        .or(() -> followed.replica().flatMap(this::wrong));
  }

  /** What is in the vault is safe all the same, so this comes last. */
  private Optional<Wrong> wrong(ReplicaHealth replica) {
    return replica
        .finding()
        .filter(each -> Duration.between(each.since(), now).compareTo(GRACE) >= 0)
        .map(
            each ->
                new Wrong(
                    "But %s.".formatted(each.sentence()),
                    each.advice().orElse("Backups go on by their schedule.")));
  }

  /**
   * Who wants every commit in a journal wants to know when there is none, whatever else there is.
   */
  private Optional<Wrong> wrong(JournalState journal) {
    return journal
        .ended()
        .map(
            end ->
                new Wrong(
                    "But its journal has ended: %s.".formatted(end.text()),
                    "nessie-backup journal start begins another epoch; until then " + meanwhile()))
        .or(
            () ->
                standing(journal.trouble())
                    .map(
                        each ->
                            new Wrong(
                                "But its journal cannot be followed: %s.".formatted(each.message()),
                                each.hint().orElse("Until it can, " + meanwhile()))))
        .or(
            () ->
                Optional.of(journal)
                    .filter(each -> each.phase() == JournalState.Phase.FOLLOWED)
                    .filter(each -> !each.based() && isLate())
                    .map(
                        each ->
                            new Wrong(
                                "But its journal needs another backup to go on from.",
                                "Take one: nessie-backup backup")));
  }

  private String meanwhile() {
    return followed.tips().isPresent()
        ? "the service saves what references lead to, as it does without a journal."
        : "backups go on by their schedule.";
  }

  /** Who wants a recovery point each second wants to know when there is none. */
  private Optional<Wrong> wrong(TipState tips) {
    return standing(tips.trouble())
        .map(
            each ->
                new Wrong(
                    "But its references cannot be followed: %s.".formatted(each.message()),
                    each.hint().orElse("Backups go on by their schedule.")))
        .or(
            () ->
                tips.waiting()
                    .filter(reason -> isLate())
                    .map(
                        reason ->
                            new Wrong(
                                "But tips need another backup, because %s.".formatted(reason),
                                "Take one: nessie-backup backup")));
  }

  private Optional<Trouble> standing(Optional<Trouble> trouble) {
    return trouble.filter(each -> Duration.between(each.since(), now).compareTo(GRACE) >= 0);
  }

  private boolean isLate() {
    return safeAge.compareTo(GRACE) >= 0;
  }
}
