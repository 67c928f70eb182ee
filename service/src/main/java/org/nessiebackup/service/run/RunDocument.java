package org.nessiebackup.service.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A run as JSON, for the API, for events, and for nobody else. */
public final class RunDocument {
  private RunDocument() {}

  /** That of a run. */
  public static ObjectNode of(Run run) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("id", run.id().value());
    document.put("catalog", run.catalog());
    document.put("command", run.command().line());
    ArrayNode words = document.putArray("words");
    run.command().words().forEach(words::add);
    document.put("state", run.state().label());
    document.put("place", run.place().label());
    ArrayNode origins = document.putArray("origins");
    run.request().origins().forEach(origin -> put(origin, origins.addObject()));
    document.put("requested_at", run.times().requested().toString());
    put(document, "started_at", run.times().started());
    put(document, "ended_at", run.times().ended());
    run.said().status().ifPresent(status -> document.set("status", status));
    ArrayNode warnings = document.putArray("warnings");
    run.said().warnings().forEach(warnings::add);
    run.result().ifPresent(result -> put(document, result));
    return document;
  }

  private static void put(ObjectNode document, CommandResult result) {
    document.put("exit_code", result.status());
    result.summary().ifPresent(summary -> document.set("summary", summary));
    result.error().ifPresent(error -> document.set("error", error));
  }

  private static void put(Origin origin, ObjectNode document) {
    switch (origin) {
      case Origin.Schedule schedule -> {
        document.put("kind", "schedule");
        document.put("task", schedule.task());
        document.put("due_at", schedule.due().toString());
        document.put("attempt", schedule.attempt());
      }
      case Origin.Person person -> {
        document.put("kind", "person");
        document.put("name", person.name());
        document.put("address", person.address());
      }
    }
  }

  private static void put(ObjectNode document, String name, Optional<Instant> moment) {
    moment.ifPresent(at -> document.put(name, at.truncatedTo(ChronoUnit.MILLIS).toString()));
  }
}
