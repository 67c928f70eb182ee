package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.DurationWords;
import org.nessiebackup.MomentWords;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.service.fleet.Verdict.Level;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunState;
import org.nessiebackup.status.StatusReport;

/** How a verdict comes about: the worst that is the case is what is said. */
record Judgement(CatalogState state, List<Run> runs, Instant now) {
  /** One request that fails is no news. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /** The restart of a server is no news either. */
  private static final Duration RESTART = Duration.ofSeconds(5);

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  Verdict verdict() {
    if (state.vault().isEmpty()) {
      return unknown();
    }
    VaultKnowledge vault = state.vault().get();
    Restorable restorable = Restorable.of(vault);
    Optional<Instant> safe = restorable.newestMoment(state.followed().safeAsOf(), now);
    if (safe.isEmpty()) {
      return unsafe(vault);
    }
    return silent(safe.get())
        .or(() -> unsound(restorable, safe.get()))
        .or(() -> tooOld(safe.get()))
        .or(() -> unreachable(safe.get()))
        .or(() -> finding(vault, safe.get()))
        .or(() -> failedRun(safe.get()))
        .or(() -> standing(safe.get()))
        .or(() -> unfollowed(safe.get()))
        .orElseGet(() -> safe(vault, safe.get()));
  }

  private Verdict unknown() {
    return state
        .trouble()
        .map(
            trouble ->
                new Verdict(
                    Level.UNKNOWN,
                    Optional.empty(),
                    "The vault cannot be read: %s.".formatted(trouble.message()),
                    trouble.hint()))
        .orElse(
            new Verdict(
                Level.UNKNOWN,
                Optional.empty(),
                "The vault is being read for the first time.",
                Optional.empty()));
  }

  private Verdict unsafe(VaultKnowledge vault) {
    boolean going =
        runs.stream()
            .anyMatch(run -> !run.state().isOver() && run.command().name().equals("backup"));
    if (going) {
      return new Verdict(
          Level.UNSAFE,
          Optional.empty(),
          "Nothing could be restored yet: the first backup is on its way.",
          Optional.empty());
    }
    String sentence =
        vault.points().isEmpty()
            ? "Nothing could be restored: there is no backup."
            : "Nothing could be restored: no backup is whole, as far as is known.";
    return new Verdict(
        Level.UNSAFE,
        Optional.empty(),
        sentence,
        Optional.of(lastFailure().orElse("Take one now: nessie-backup backup --type full")));
  }

  /** What it takes longer than a moment not to be able to look. */
  private Optional<Verdict> silent(Instant safe) {
    return state
        .trouble()
        .filter(trouble -> age(trouble.since()).compareTo(GRACE) >= 0)
        .map(
            trouble ->
                new Verdict(
                    Level.UNKNOWN,
                    Optional.of(safe),
                    "The vault cannot be read since %s (%s): %s. It was safe as of %s then."
                        .formatted(
                            clock(trouble.since()),
                            DurationWords.of(age(trouble.since())),
                            trouble.message(),
                            clock(safe)),
                    trouble.hint()));
  }

  private Optional<Verdict> unsound(Restorable restorable, Instant safe) {
    return restorable
        .newest()
        .filter(newest -> !restorable.includes(newest))
        .map(
            newest ->
                new Verdict(
                    Level.UNSAFE,
                    Optional.of(safe),
                    "The newest backup, \"%s\", cannot be restored; the newest that can is of %s (%s ago)."
                        .formatted(newest.id(), clock(safe), DurationWords.of(age(safe))),
                    Optional.of(
                        "Take a full backup, then look what is wrong: nessie-backup verify %s"
                            .formatted(newest.id()))));
  }

  private Optional<Verdict> tooOld(Instant safe) {
    return state
        .thresholds()
        .maxAge()
        .filter(most -> age(safe).compareTo(most) > 0)
        .map(
            most ->
                new Verdict(
                    Level.UNSAFE,
                    Optional.of(safe),
                    "What was committed after %s is not safe: the newest recovery point is %s old, more than %s."
                        .formatted(
                            clock(safe), DurationWords.of(age(safe)), DurationWords.of(most)),
                    Optional.of(lastFailure().orElse("Take a backup now: nessie-backup backup"))));
  }

  /** The shorter way. */
  private Optional<String> promotion() {
    return state
        .replica()
        .filter(each -> each.phase().isLive())
        .flatMap(
            each ->
                each.reach()
                    .reachedAt()
                    .map(
                        at ->
                            "`%s` lets the replica take over, which had all that was committed before %s; or "
                                .formatted(each.promotion().typed(), clock(at))));
  }

  /** Who has lost a database asks what is left of it. */
  private Optional<Verdict> unreachable(Instant safe) {
    return state
        .database()
        .trouble()
        .filter(each -> age(each.since()).compareTo(RESTART) >= 0)
        .map(
            each ->
                warning(
                    safe,
                    "But the database cannot be reached since %s: %s."
                        .formatted(clock(each.since()), each.message()),
                    "%sIf it is lost, %s`nessie-backup restore latest` into a new server brings back what was committed before %s."
                        .formatted(
                            each.hint().map(hint -> hint + " ").orElse(""),
                            promotion().orElse(""),
                            clock(safe))));
  }

  private Optional<Verdict> finding(VaultKnowledge vault, Instant safe) {
    StatusReport.Warnings warnings = vault.status().warnings();
    return Stream.concat(warnings.findings().stream(), warnings.clocks().stream())
        .findFirst()
        .map(
            finding ->
                warning(
                    safe, "But " + finding + ".", "nessie-backup status shows all that is wrong."));
  }

  /** The newest run of a schedule that went wrong, if nobody has done the same since. */
  private Optional<Verdict> failedRun(Instant safe) {
    return lastFailed()
        .map(
            run ->
                warning(
                    safe,
                    "But `%s` has failed %s ago: %s."
                        .formatted(
                            run.command().name(),
                            DurationWords.of(age(run.times().ended().orElse(now))),
                            message(run)),
                    run.error()
                        .map(error -> error.path("hint").asString(""))
                        .filter(hint -> !hint.isEmpty())
                        .orElse("Look at its run.")));
  }

  /** What does not begin does not fail either. */
  private Optional<Verdict> standing(Instant safe) {
    return state
        .schedule()
        .filter(each -> age(each.since()).compareTo(GRACE) >= 0)
        .map(
            each ->
                warning(
                    safe,
                    "But nothing of its schedule can be begun: %s.".formatted(each.message()),
                    each.hint().orElse("What a person asks for is begun all the same.")));
  }

  private Optional<Verdict> unfollowed(Instant safe) {
    return new FollowJudgement(state.followed(), age(safe), now)
        .wrong()
        .map(each -> warning(safe, each.sentence(), each.advice()));
  }

  private Verdict warning(Instant safe, String but, String advice) {
    return new Verdict(
        Level.WARNING, Optional.of(safe), safely(safe) + " " + but, Optional.of(advice));
  }

  private Verdict safe(VaultKnowledge vault, Instant safe) {
    return new Verdict(
        Level.SAFE, Optional.of(safe), safely(safe) + " " + proof(vault), Optional.empty());
  }

  private String safely(Instant safe) {
    return "Safe as of %s (%s ago).".formatted(clock(safe), DurationWords.of(age(safe)));
  }

  private String proof(VaultKnowledge vault) {
    Optional<DrillRecord> drill = vault.status().newest().drills().newestPassed();
    if (drill.isPresent()) {
      return "A restore was rehearsed %s ago, in %s."
          .formatted(
              DurationWords.of(age(drill.get().ended())),
              DurationWords.of(Duration.between(drill.get().begun(), drill.get().ended())));
    }
    return vault
        .status()
        .newest()
        .verified()
        .filter(VerificationRecord::sound)
        .map(
            verified ->
                "Verified %s ago; a restore was never rehearsed."
                    .formatted(DurationWords.of(age(verified.verified()))))
        .orElse("Nobody has verified it yet.");
  }

  private Optional<String> lastFailure() {
    return lastFailed()
        .map(run -> "`%s` has failed: %s.".formatted(run.command().name(), message(run)));
  }

  private Optional<Run> lastFailed() {
    Map<String, Run> newest = new HashMap<>();
    runs.stream()
        .filter(run -> run.state().isOver() && run.state() != RunState.CANCELLED)
        .filter(run -> run.origin() instanceof Origin.Schedule)
        .forEach(run -> newest.putIfAbsent(run.command().line(), run));
    return runs.stream()
        .filter(run -> newest.containsValue(run) && run.state() == RunState.FAILED)
        .filter(run -> !doneByHand(run))
        .findFirst();
  }

  /** Who could not wait for the schedule has taken a backup. */
  private boolean doneByHand(Run failed) {
    Optional<Instant> taken =
        state
            .vault()
            .flatMap(vault -> vault.status().newest().backup())
            .map(backup -> backup.manifest().started());
    return failed.command().name().equals("backup")
        && taken.isPresent()
        && failed.times().ended().filter(taken.get()::isAfter).isPresent();
  }

  private static String message(Run run) {
    return run.error()
        .map(error -> error.path("message").asString(""))
        .filter(message -> !message.isEmpty())
        .orElseGet(() -> "it ended with " + run.result().map(each -> each.status()).orElse(1));
  }

  private Duration age(Instant moment) {
    Duration age = Duration.between(moment, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** A time of today needs no date. */
  private String clock(Instant moment) {
    return age(moment).compareTo(Duration.ofHours(12)) < 0
        ? CLOCK.format(moment)
        : MomentWords.of(moment);
  }
}
