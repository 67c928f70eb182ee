package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.RunRecord;
import org.nessiebackup.manifest.RunRecord.Content;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandKind;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Place;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.Run.Said;
import org.nessiebackup.service.run.Run.Times;
import org.nessiebackup.service.run.RunId;
import org.nessiebackup.service.run.RunRequest;
import org.nessiebackup.service.run.RunState;
import org.nessiebackup.vault.record.RunRecords.Entry;
import tools.jackson.databind.node.ObjectNode;

/** Runs as vaults keep them. */
final class ArchivedRun {
  /** What is longer is for the moment, not for the years. */
  private static final int LONGEST = 64 * 1024;

  private static final Command CLOSED = Command.of("(encrypted)");

  private ArchivedRun() {}

  /** What is written down of a run that begins, or that is over. */
  static Entry of(Run run, WorkContext context) {
    return new Entry(
        run.id().value(),
        context.tool(),
        run.times().started().orElse(run.times().requested()),
        run.times().ended().map(at -> new RunRecord.End(at, run.state().label(), status(run))),
        Optional.of(
            new Content(
                context.owner(),
                run.command().words(),
                run.request().origins().stream().map(ArchivedRun::of).toList(),
                run.times().requested(),
                run.result().flatMap(CommandResult::summary).filter(ArchivedRun::fits),
                run.error().filter(ArchivedRun::fits),
                run.said().warnings())));
  }

  private static boolean fits(ObjectNode document) {
    return document.toString().length() <= LONGEST;
  }

  private static Optional<Integer> status(Run run) {
    return run.result().map(CommandResult::status);
  }

  private static Content.Origin of(Origin origin) {
    return switch (origin) {
      case Origin.Schedule wanted ->
          new Content.Origin(
              Optional.of(new Content.Schedule(wanted.task(), wanted.due(), wanted.attempt())),
              Optional.empty());
      case Origin.Person person ->
          new Content.Origin(
              Optional.empty(), Optional.of(new Content.Person(person.name(), person.address())));
    };
  }

  /**
   * What a vault says of a run.
   *
   * @param atWork who is at work for the catalog now: a run of theirs that has not ended goes on
   */
  static Optional<Run> read(String catalog, Entry entry, Optional<String> atWork) {
    if (!RunId.isValid(entry.id())) {
      return Optional.empty();
    }
    RunId id = new RunId(entry.id());
    Optional<Content> content = entry.content();
    Command command =
        content
            .map(Content::command)
            .filter(words -> !words.isEmpty())
            .map(Command::new)
            .orElse(CLOSED);
    boolean goesOn =
        entry.end().isEmpty()
            && content.map(Content::owner).filter(atWork.stream().toList()::contains).isPresent();
    RunState state = entry.end().map(end -> state(end.state())).orElse(RunState.LOST);
    return Optional.of(
        new Run(
            id,
            new RunRequest(catalog, command, origins(id, content)),
            CommandKind.known(command.name()).isPresent()
                ? CommandKind.placeOf(command)
                : Place.SERVICE,
            goesOn ? RunState.RUNNING : state,
            times(entry),
            new Said(Optional.empty(), content.map(Content::warnings).orElse(List.of())),
            entry.end().flatMap(end -> result(end, content))));
  }

  /** Words of newer programs mean that it is over, and no more. */
  private static RunState state(String label) {
    for (RunState each : RunState.values()) {
      if (each.isOver() && each.label().equals(label)) {
        return each;
      }
    }
    return RunState.FAILED;
  }

  private static Times times(Entry entry) {
    Instant requested = entry.content().map(Content::requested).orElse(entry.begun());
    return new Times(requested, Optional.of(entry.begun()), entry.end().map(RunRecord.End::at));
  }

  private static Optional<CommandResult> result(RunRecord.End end, Optional<Content> content) {
    return end.exitStatus()
        .map(
            status ->
                new CommandResult(
                    status, content.flatMap(Content::summary), content.flatMap(Content::error)));
  }

  private static List<Origin> origins(RunId id, Optional<Content> content) {
    List<Origin> origins =
        content.stream().flatMap(each -> each.origins().stream()).map(ArchivedRun::origin).toList();
    return origins.isEmpty()
        ? List.of(id.schedule().<Origin>map(each -> each).orElse(new Origin.Person("unknown", "")))
        : origins;
  }

  private static Origin origin(Content.Origin origin) {
    return origin
        .schedule()
        .<Origin>map(each -> new Origin.Schedule(each.task(), each.due(), each.attempt()))
        .orElseGet(
            () -> {
              Content.Person person = origin.person().orElseThrow();
              return new Origin.Person(person.name(), person.address());
            });
  }
}
