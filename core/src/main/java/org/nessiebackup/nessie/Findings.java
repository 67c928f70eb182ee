package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.nessie.GraphFinding.Kind;

/** Collects what is wrong: the first of each kind, and how many there are of it. */
final class Findings {
  /** So many of each kind are told one by one. */
  static final int TOLD = 20;

  private final String repository;
  private final List<GraphFinding> told = new ArrayList<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  Findings(String repository) {
    this.repository = repository;
  }

  void object(Kind kind, ObjectId object, String message) {
    add(new GraphFinding(kind, repository, Optional.of(object), Optional.empty(), message));
  }

  void reference(Kind kind, String reference, String message) {
    add(new GraphFinding(kind, repository, Optional.empty(), Optional.of(reference), message));
  }

  void reference(Kind kind, ReferenceRow reference, ObjectId object, String message) {
    add(
        new GraphFinding(
            kind, repository, Optional.of(object), Optional.of(reference.name()), message));
  }

  void repository(Kind kind, String message) {
    add(new GraphFinding(kind, repository, Optional.empty(), Optional.empty(), message));
  }

  private void add(GraphFinding finding) {
    if (counts.merge(finding.kind(), 1L, Long::sum) <= TOLD) {
      told.add(finding);
    }
  }

  List<GraphFinding> told() {
    return List.copyOf(told);
  }

  Map<Kind, Long> counts() {
    return Collections.unmodifiableMap(new EnumMap<>(counts));
  }
}
