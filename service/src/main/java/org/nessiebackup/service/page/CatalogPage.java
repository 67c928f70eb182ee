package org.nessiebackup.service.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.Quantity;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.report.page.Fact;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.JournalState;
import org.nessiebackup.service.fleet.Trouble;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.timeline.TimeWindow;

/**
 * A catalog: how it is, and to which moments one can go back.
 *
 * @param frame around it
 * @param state what is known of it
 * @param runs its runs, those at work first
 * @param reads whether what is in its backups can be read here
 * @param near which part of the time line is shown; empty for all
 * @param now the moment of the page
 */
record CatalogPage(
    Frame frame,
    CatalogState state,
    List<Run> runs,
    boolean reads,
    Optional<TimeWindow> near,
    Instant now) {
  String html() {
    return Pages.TEMPLATES.render("catalog", this);
  }

  /** Where the forms of this page lead to. */
  String runsPath() {
    return Href.catalog(state.catalog()).to("runs").toString();
  }

  /** The form that leads to any moment, with that which is looked at. */
  MomentPage.Form moment() {
    return new MomentPage.Form(
        MomentPages.path(state.catalog()).toString(),
        near.map(window -> window.start().toString()).orElse(""),
        false);
  }

  /** What is being done. */
  List<RunLine> work() {
    return runs.stream()
        .filter(run -> !run.state().isOver())
        .map(run -> new RunLine(run, now))
        .toList();
  }

  /** What is wrong, in sentences. */
  List<String> findings() {
    return Stream.of(
            trouble("The vault cannot be read", state.trouble()),
            trouble("The database cannot be reached", state.database().trouble()),
            state.replica().map(replica -> ReplicaCard.findings(replica, now)).orElse(List.of()),
            state.vault().map(each -> each.status().warnings().findings()).orElse(List.of()),
            state.vault().map(each -> each.status().warnings().clocks()).orElse(List.of()))
        .flatMap(List::stream)
        .toList();
  }

  private List<String> trouble(String what, Optional<Trouble> trouble) {
    return trouble.stream()
        .map(
            each ->
                "%s since %s: %s%s"
                    .formatted(
                        what,
                        new Moment(each.since(), now).utc(),
                        each.message(),
                        each.hint().map(hint -> ". " + hint).orElse("")))
        .toList();
  }

  boolean hasFindings() {
    return !findings().isEmpty();
  }

  /** Nothing at all is known yet. */
  boolean blank() {
    return state.vault().isEmpty();
  }

  List<Fact> cards() {
    return state.vault().map(this::cards).orElse(List.of());
  }

  private List<Fact> cards(VaultKnowledge known) {
    List<Fact> cards = new ArrayList<>();
    cards.add(
        new Fact(
            "Newest point",
            known
                .status()
                .newest()
                .tip()
                .map(tip -> "a tip, " + new Moment(tip.at(), now).relative())
                .filter(tip -> newerTip(known))
                .or(() -> last(known).map(at -> new Moment(at, now).relative()))
                .orElse("none")));
    cards.add(
        new Fact(
            "Restored in a drill",
            known.status().newest().drills().newest().map(this::drilled).orElse("never")));
    cards.add(
        new Fact(
            "Verified", known.status().newest().verified().map(this::verified).orElse("never")));
    state.journal().flatMap(this::journal).ifPresent(text -> cards.add(new Fact("Journal", text)));
    known
        .status()
        .newest()
        .proofs()
        .newest()
        .ifPresent(proof -> cards.add(new Fact("Journal proven", proven(proof))));
    state
        .replica()
        .flatMap(replica -> ReplicaCard.of(replica, now))
        .ifPresent(text -> cards.add(new Fact("Replica", text)));
    long pinned = known.points().stream().filter(each -> each.pin().isPresent()).count();
    cards.add(
        new Fact(
            "Points",
            Quantity.count(known.points().size())
                + (pinned == 0 ? "" : ", %d pinned".formatted(pinned))));
    cards.add(
        new Fact(
            "Size",
            Quantity.bytes(known.status().usage().bytes())
                + (known.status().usage().freeBytes().isPresent()
                    ? ", %s free"
                        .formatted(Quantity.bytes(known.status().usage().freeBytes().getAsLong()))
                    : "")));
    return cards;
  }

  private Optional<String> journal(JournalState journal) {
    Optional<String> reached =
        journal.reachedAt().map(at -> "reaches " + new Moment(at, now).relative());
    return switch (journal.phase()) {
      case UNKNOWN -> Optional.empty();
      case FOLLOWED -> Optional.of(reached.orElse("followed"));
      case WAITING -> Optional.of("waits" + reached.map(text -> ", " + text).orElse(""));
      case ENDED -> Optional.of("ENDED" + reached.map(text -> ", " + text).orElse(""));
    };
  }

  private static Optional<Instant> last(VaultKnowledge known) {
    return known.points().isEmpty()
        ? Optional.empty()
        : Optional.of(PointRow.at(known.points().getLast()));
  }

  private static boolean newerTip(VaultKnowledge known) {
    return known.status().newest().tip().stream()
        .anyMatch(tip -> last(known).filter(tip.at()::isAfter).isPresent());
  }

  private String drilled(DrillRecord record) {
    return new Moment(record.ended(), now).relative()
        + record.failedStep().map(step -> ", FAILED at " + step).orElse(", passed");
  }

  private String verified(VerificationRecord record) {
    return "%s, %s: %s"
        .formatted(
            new Moment(record.verified(), now).relative(),
            record.depth().label(),
            record.sound() ? "sound" : "DAMAGED");
  }

  private String proven(JournalProofRecord record) {
    return new Moment(record.at(), now).relative()
        + (record.passed() ? ": sound" : record.failed() ? ": FAILED" : ": nothing yet");
  }

  /** Its time line. */
  Optional<TimeLine> line() {
    return state
        .vault()
        .map(
            known ->
                new TimeLine(
                    known,
                    near,
                    state.thresholds().maxAge(),
                    MomentPages.path(state.catalog()),
                    now));
  }

  /** Where its vault is. */
  String place() {
    return state.vault().map(each -> each.status().location()).orElse("");
  }

  /** As of when this is known. */
  Optional<Moment> asOf() {
    return state.asOf().map(at -> new Moment(at, now));
  }

  /** The newest point, which the buttons are about. */
  boolean hasPoint() {
    return state.vault().map(VaultKnowledge::points).filter(each -> !each.isEmpty()).isPresent();
  }
}
