package org.nessiebackup.service.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.report.Shape;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Trouble;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.fleet.Verdict;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunState;
import org.nessiebackup.service.schedule.ScheduleState;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether a catalog is safe.
 *
 * @param state what is known of it
 * @param verdict what that means
 * @param runs those of it
 * @param schedule what is going to be done
 * @param now the moment of the document
 */
record CatalogDocument(
    CatalogState state,
    Verdict verdict,
    List<Run> runs,
    Optional<ScheduleState> schedule,
    Instant now) {
  static CatalogDocument of(
      CatalogState state, List<Run> runs, Optional<ScheduleState> schedule, Instant now) {
    return new CatalogDocument(state, Verdict.of(state, runs, now), runs, schedule, now);
  }

  ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", state.catalog());
    document.put("level", verdict.level().label());
    document.put("sentence", verdict.sentence());
    verdict.advice().ifPresent(advice -> document.put("advice", advice));
    time(document, "safe_as_of", verdict.safeAsOf());
    state.vault().ifPresent(vault -> vault(document, vault));
    state.trouble().ifPresent(trouble -> document.set("trouble", trouble(trouble)));
    ObjectNode database = document.putObject("database");
    time(database, "reached_at", state.database().reached());
    state.database().trouble().ifPresent(trouble -> database.set("trouble", trouble(trouble)));
    JournalMember.of(state, now).ifPresent(journal -> document.set("journal", journal));
    state.replica().ifPresent(each -> document.set("replica", ReplicaMember.of(each, now)));
    document.put("running", count(RunState.RUNNING));
    document.put("queued", count(RunState.QUEUED));
    schedule.ifPresent(each -> schedule(document.putObject("schedule"), each));
    return document;
  }

  private static void vault(ObjectNode document, VaultKnowledge vault) {
    document.put("vault", vault.status().location());
    document.put("seen_at", Shape.time(vault.asOf()));
    document.put("points", vault.points().size());
    document.put("bytes", vault.status().usage().bytes());
  }

  private long count(RunState wanted) {
    return runs.stream().filter(run -> run.state() == wanted).count();
  }

  private void schedule(ObjectNode document, ScheduleState schedule) {
    document.put("leader", schedule.leader());
    schedule.other().ifPresent(other -> document.put("other", other));
    state.schedule().ifPresent(trouble -> document.set("trouble", trouble(trouble)));
    for (ScheduleState.Next each : schedule.next()) {
      ObjectNode next = document.withArray("next").addObject();
      next.put("task", each.task().label());
      next.put("command", each.command().line());
      next.put("at", Shape.time(each.at()));
      next.put("attempt", each.attempt());
    }
  }

  /** Why something is not to be had. */
  static ObjectNode trouble(Trouble trouble) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("since", Shape.time(trouble.since()));
    document.put("code", trouble.failure().label());
    document.put("message", trouble.message());
    trouble.hint().ifPresent(hint -> document.put("hint", hint));
    return document;
  }

  private static void time(ObjectNode document, String name, Optional<Instant> moment) {
    moment.ifPresent(at -> document.put(name, Shape.time(at)));
  }
}
