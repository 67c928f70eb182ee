package org.nessiebackup.integrity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.integrity.GraphReport.Finding;
import org.nessiebackup.integrity.GraphReport.Finding.Kind;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;

/** Collects what is wrong: the first of each kind, and how many there are of it. */
final class Findings {
  /** So many of each kind are reported one by one. */
  static final int REPORTED = 20;

  private final String repository;
  private final List<Finding> reported = new ArrayList<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<String> notes = new ArrayList<>();

  Findings(String repository) {
    this.repository = repository;
  }

  void object(Kind kind, ObjectId object, String message) {
    add(new Finding(kind, repository, Optional.of(object), Optional.empty(), message));
  }

  void reference(Kind kind, String reference, String message) {
    add(new Finding(kind, repository, Optional.empty(), Optional.of(reference), message));
  }

  void reference(Kind kind, ReferenceRow reference, ObjectId object, String message) {
    add(new Finding(kind, repository, Optional.of(object), Optional.of(reference.name()), message));
  }

  void repository(Kind kind, String message) {
    add(new Finding(kind, repository, Optional.empty(), Optional.empty(), message));
  }

  /** What is no damage and worth knowing. */
  void note(String note) {
    notes.add(note);
  }

  /** The same of so many; of none there is nothing to know. */
  void note(long count, String words) {
    if (count > 0) {
      notes.add(words.formatted(count));
    }
  }

  List<String> notes() {
    return notes;
  }

  private void add(Finding finding) {
    if (counts.merge(finding.kind(), 1L, Long::sum) <= REPORTED) {
      reported.add(finding);
    }
  }

  List<Finding> reported() {
    return List.copyOf(reported);
  }

  Map<Kind, Long> counts() {
    return Collections.unmodifiableMap(new EnumMap<>(counts));
  }
}
