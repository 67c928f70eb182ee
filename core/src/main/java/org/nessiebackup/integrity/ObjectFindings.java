package org.nessiebackup.integrity;

import org.nessiebackup.catalog.IdTable;
import org.nessiebackup.integrity.DamageTracer.Trace;
import org.nessiebackup.integrity.GraphReport.Finding.Kind;
import org.nessiebackup.nessie.ObjectId;

/** Says what is wrong with the objects of a Nessie repository, and what hangs on them. */
final class ObjectFindings {
  private final RepositoryGraph graph;
  private final IdTable ids;
  private final DamageTracer tracer;
  private final Findings findings;
  private long unneeded;

  ObjectFindings(RepositoryGraph graph, DamageTracer tracer, Findings findings) {
    this.graph = graph;
    this.ids = graph.ids();
    this.tracer = tracer;
    this.findings = findings;
  }

  void report() {
    if (tracer.damaged()) {
      for (int number = 0; number < ids.limit(); number++) {
        if (ids.isTaken(number)) {
          report(number, ids.state(number));
        }
      }
    }
    graph
        .commits()
        .numbers()
        .filter(commit -> State.is(ids.state(commit), State.REACHED))
        .forEach(this::reportOrder);
  }

  /** What is gone, and only unreachable rows point to it. */
  long unneeded() {
    return unneeded;
  }

  private void report(int number, int state) {
    ObjectId id = ids.id(number);
    if (State.is(state, State.UNREADABLE)) {
      findings.object(
          Kind.OBJECT_UNREADABLE,
          id,
          "%s \"%s\" cannot be read (%s)%s"
              .formatted(State.describe(state), id, graph.reason(number), meaning(number)));
    }
    if (State.is(state, State.CORRUPT)) {
      findings.object(
          Kind.OBJECT_CHANGED,
          id,
          "%s \"%s\" holds other bytes than its id was made of%s"
              .formatted(State.describe(state), id, meaning(number)));
    }
    if (State.is(state, State.DANGLING)) {
      reportDangling(number, state);
    }
  }

  private void reportDangling(int number, int state) {
    Trace trace = tracer.trace(number);
    if (trace == null) {
      // Heads are reported with their references.
      boolean ofReference = (ids.roles(number) & (Role.HEAD | Role.INFORMATION)) != 0;
      unneeded += ofReference ? 0 : 1;
      return;
    }
    ObjectId id = ids.id(number);
    if (State.isAbsent(state)) {
      findings.object(
          trace.link().missing,
          id,
          "%s \"%s\" is missing%s".formatted(trace.link().word, id, meaning(number)));
    } else {
      findings.object(
          Kind.OBJECT_OF_OTHER_TYPE,
          id,
          "\"%s\" is %s%s".formatted(id, State.describe(state), meaning(number)));
    }
  }

  /** Continues a sentence. */
  private String meaning(int number) {
    Trace trace = tracer.trace(number);
    if (trace == null) {
      return State.is(ids.state(number), State.REACHED)
          ? ""
          : "; nothing that Nessie shows needs it";
    }
    ObjectId example = ids.id(trace.example());
    String others = trace.count() == 1 ? "" : " and %,d more".formatted(trace.count() - 1);
    return switch (trace.link()) {
      case PARENT ->
          "; the history before commit \"%s\"%s cannot be read".formatted(example, others);
      case MERGED -> "; commit \"%s\"%s merged it".formatted(example, others);
      case INDEX -> "; the keys of \"%s\"%s are not all known".formatted(example, others);
      case CONTENT -> "; it is \"%s\" in \"%s\"%s".formatted(trace.key(), example, others);
      case INTERNAL ->
          "; Nessie's own \"%s\" in \"%s\"%s needs it".formatted(trace.key(), example, others);
    };
  }

  private void reportOrder(int commit) {
    if (!graph.commits().followsParent(commit)) {
      findings.object(
          Kind.SEQUENCE_BROKEN,
          ids.id(commit),
          "commit \"%s\" says it is number %d, which does not follow its parent's"
              .formatted(ids.id(commit), graph.commits().sequence(commit)));
    }
    if (!graph.commits().listsItsAncestors(commit)) {
      findings.object(
          Kind.ANCESTORS_DIFFER,
          ids.id(commit),
          "commit \"%s\" lists ancestors that its parents do not have; logs of Nessie that pass it may be wrong"
              .formatted(ids.id(commit)));
    }
  }
}
