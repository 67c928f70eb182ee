package org.nessiebackup.integrity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.integrity.GraphReport.Finding.Kind;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.Micros;
import org.nessiebackup.nessie.NessieObject.Ref;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.RepositoryDescription;

/** Says what is wrong with the references of a Nessie repository, against the log Nessie keeps. */
record ReferenceFindings(
    RepositoryGraph graph, DamageTracer tracer, CatalogSource source, Findings findings) {
  /** Nessie writes the log first and the row right after it. */
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  void report() {
    graph.references().forEach(this::report);
    reportInternalReferences();
    if (logIsWhole()) {
      compareWithLog();
    }
  }

  private void report(ReferenceRow reference) {
    String name = NessieReference.describe(reference.name());
    reference
        .damage()
        .ifPresent(
            damage ->
                findings.reference(
                    Kind.REFERENCE_UNREADABLE, reference.name(), "%s: %s".formatted(name, damage)));
    if (reference.damage().isEmpty() && !reference.pointer().equals(ObjectId.EMPTY)) {
      reportHead(reference, name);
    }
    reference
        .extendedInfo()
        .filter(id -> State.isAbsent(state(id)))
        .ifPresent(
            id ->
                findings.reference(
                    Kind.REFERENCE_INFORMATION_MISSING,
                    reference,
                    id,
                    "%s names \"%s\", which is missing".formatted(name, id)));
  }

  private void reportHead(ReferenceRow reference, String name) {
    int state = state(reference.pointer());
    if (State.isAbsent(state)) {
      findings.reference(
          Kind.HEAD_MISSING,
          reference,
          reference.pointer(),
          "%s points to commit \"%s\", which is missing: nothing of it can be read"
              .formatted(name, reference.pointer()));
    } else if (!Role.fits(Role.HEAD, state)) {
      findings.reference(
          Kind.OBJECT_OF_OTHER_TYPE,
          reference,
          reference.pointer(),
          "%s points to \"%s\", which is %s"
              .formatted(name, reference.pointer(), State.describe(state)));
    }
  }

  private int state(ObjectId id) {
    return graph.ids().state(graph.ids().intern(id, Role.NONE));
  }

  private void reportInternalReferences() {
    Set<String> names = new TreeSet<>();
    graph.references().forEach(reference -> names.add(reference.name()));
    boolean used = !names.isEmpty() || graph.commits().size() > 0;
    if (used && !names.contains(RepositoryGraph.LOG)) {
      findings.repository(
          Kind.INTERNAL_REFERENCE_MISSING,
          "there is no log of references (%s): Nessie shows no branch and no tag of it"
              .formatted(RepositoryGraph.LOG));
    }
    if (used && !names.contains(RepositoryDescription.REFERENCE)) {
      findings.repository(
          Kind.INTERNAL_REFERENCE_MISSING,
          "there is no description (%s): Nessie takes it for a new, empty repository"
              .formatted(RepositoryDescription.REFERENCE));
    }
  }

  /** Of a log that is damaged nobody knows what it does not say. */
  private boolean logIsWhole() {
    Optional<ReferenceRow> log =
        graph.references().stream()
            .filter(reference -> reference.name().equals(RepositoryGraph.LOG))
            .findFirst();
    if (log.isEmpty() || log.get().pointer().equals(ObjectId.EMPTY)) {
      return log.isPresent();
    }
    boolean whole =
        graph.commits().contains(graph.logHead())
            && tracer.segments(log.get()).noneMatch(this::isBad);
    if (!whole) {
      findings.note("references were not compared with the log of references, which is damaged");
    }
    return whole;
  }

  private boolean isBad(int number) {
    int state = graph.ids().state(number);
    return State.isAbsent(state) || State.is(state, State.UNREADABLE);
  }

  private void compareWithLog() {
    Map<String, ReferenceRow> rows = new HashMap<>();
    graph.references().forEach(reference -> rows.put(reference.name(), reference));
    long deleted = 0;
    for (ReferenceRow row : graph.references()) {
      IndexEntry entry = graph.log().get(row.name());
      if (row.deleted()) {
        deleted++;
      } else if (!row.isInternal() && (entry == null || !entry.action().present())) {
        findings.reference(
            Kind.REFERENCE_NOT_IN_LOG,
            row.name(),
            "%s is not in the log of references: Nessie does not list it, and its clean-up would remove its commits"
                .formatted(NessieReference.describe(row.name())));
      }
    }
    findings.note(deleted, "%,d references are being deleted; Nessie will finish it");
    graph
        .log()
        .forEach(
            (name, entry) -> {
              if (entry.action().present()) {
                compare(name, entry, rows.get(name));
              }
            });
  }

  private void compare(String name, IndexEntry entry, ReferenceRow row) {
    boolean fits =
        entry.value().isEmpty()
            || graph.isAbout(graph.ids().intern(entry.value().get(), Role.NONE), name);
    if (!fits) {
      findings.reference(
          Kind.REFERENCE_LOG_WRONG,
          name,
          "the log of references says of %s what belongs to another reference"
              .formatted(NessieReference.describe(name)));
    }
    if (row == null) {
      reportWithoutRow(name, entry);
    }
  }

  private void reportWithoutRow(String name, IndexEntry entry) {
    Optional<Ref> beginning = entry.value().flatMap(this::beginning);
    Instant state = source.stateOf();
    boolean beingMade =
        beginning.isPresent()
            && Micros.instant(beginning.get().createdMicros()).isAfter(state.minus(BETWEEN));
    if (beingMade) {
      findings.note(
          "%s was being made; Nessie will finish it".formatted(NessieReference.describe(name)));
      return;
    }
    findings.reference(
        Kind.REFERENCE_WITHOUT_ROW,
        name,
        "%s is in the log of references and has no row: %s"
            .formatted(
                NessieReference.describe(name),
                beginning
                    .map(
                        ref ->
                            "Nessie will make it again where it began, at \"%s\", without what was committed to it since"
                                .formatted(ref.initialPointer()))
                    .orElse("where it pointed is not known")));
  }

  private Optional<Ref> beginning(ObjectId id) {
    return Optional.ofNullable(source.find(graph.name(), Set.of(id)).get(id))
        .map(ObjectDecoder::decode)
        .flatMap(object -> object instanceof Ref ref ? Optional.of(ref) : Optional.empty());
  }
}
