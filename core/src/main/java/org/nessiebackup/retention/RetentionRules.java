package org.nessiebackup.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.RetentionPolicy;

/**
 * Decides what a policy keeps, and why. A function of the policy and the backups alone: no clock,
 * no store.
 *
 * <p>The policy is applied to all backups, and once more to those that can be restored as far as
 * anybody knows; what either keeps is kept. So a backup that was found damaged never takes the
 * place of a good one, and never goes because of it either.
 */
final class RetentionRules {
  private final RetentionPolicy policy;
  private final ZoneId zone;
  private final List<Candidate> oldestFirst;
  private final NavigableMap<BackupId, Candidate> backups = new TreeMap<>();
  private final Map<BackupId, Set<String>> reasons = new HashMap<>();

  private RetentionRules(RetentionPolicy policy, Collection<Candidate> candidates) {
    this.policy = policy;
    this.zone = ZoneId.of(policy.timeZone());
    this.oldestFirst =
        candidates.stream()
            .filter(candidate -> candidate.at().isPresent())
            .sorted(Comparator.comparing(candidate -> candidate.at().orElseThrow()))
            .toList();
    candidates.forEach(candidate -> backups.put(candidate.id(), candidate));
  }

  /**
   * The reasons for which each backup is kept, in the order of the ids; none for those that may go.
   *
   * @param backups those of one moment in the order in which they were taken
   */
  static NavigableMap<BackupId, List<String>> decide(
      RetentionPolicy policy, Collection<Candidate> backups) {
    RetentionRules rules = new RetentionRules(policy, backups);
    rules.decide();
    NavigableMap<BackupId, List<String>> decisions = new TreeMap<>();
    for (BackupId id : rules.backups.keySet()) {
      decisions.put(id, List.copyOf(rules.reasons.getOrDefault(id, Set.of())));
    }
    return decisions;
  }

  private void decide() {
    for (boolean imported : new boolean[] {false, true}) {
      List<Candidate> group =
          oldestFirst.reversed().stream()
              .filter(candidate -> candidate.imported() == imported)
              .toList();
      apply(group);
      apply(group.stream().filter(candidate -> restorable(candidate.id())).toList());
    }
    for (Candidate candidate : backups.values()) {
      if (candidate.at().isEmpty()) {
        keep(candidate, "when it was taken is not known");
      }
      candidate.protections().forEach(reason -> keep(candidate, reason));
    }
    keepParents();
  }

  /** Whether it and all that it builds on is there, and not known to be damaged. */
  private boolean restorable(BackupId id) {
    Set<BackupId> seen = new HashSet<>();
    Candidate at = backups.get(id);
    while (at != null && at.sound() && seen.add(at.id())) {
      if (at.parent().isEmpty()) {
        return true;
      }
      at = backups.get(at.parent().get());
    }
    return false;
  }

  private void apply(List<Candidate> newestFirst) {
    if (newestFirst.isEmpty()) {
      return;
    }
    keep(newestFirst.getFirst(), "newest");
    newestFirst.stream().limit(policy.last()).forEach(each -> keep(each, "last " + policy.last()));
    for (CalendarRule rule : CalendarRule.values()) {
      newestOfEach(rule, newestFirst);
    }
    policy
        .within()
        .ifPresent(
            span -> since(newestFirst, span).forEach(each -> keep(each, "within " + words(span))));
    policy
        .manual()
        .ifPresent(
            span ->
                since(newestFirst, span)
                    .filter(each -> each.tags().contains(RetentionPolicy.MANUAL))
                    .forEach(each -> keep(each, "asked for within " + words(span))));
    for (Candidate each : newestFirst) {
      each.tags().stream().filter(policy.tags()::contains).forEach(tag -> keep(each, "tag " + tag));
    }
  }

  private static Stream<Candidate> since(List<Candidate> newestFirst, Duration span) {
    Instant since = moment(newestFirst.getFirst()).minus(span);
    return newestFirst.stream().filter(each -> !moment(each).isBefore(since));
  }

  private void newestOfEach(CalendarRule rule, List<Candidate> newestFirst) {
    Set<String> periods = new HashSet<>();
    for (Candidate each : newestFirst) {
      if (periods.size() == rule.wanted(policy)) {
        return;
      }
      String period = rule.period(moment(each).atZone(zone));
      if (periods.add(period)) {
        keep(each, rule.label() + " " + period);
      }
    }
  }

  private static Instant moment(Candidate candidate) {
    return candidate.at().orElseThrow();
  }

  private void keepParents() {
    List<BackupId> open = new ArrayList<>(reasons.keySet());
    Collections.sort(open);
    while (!open.isEmpty()) {
      Candidate child = backups.get(open.removeLast());
      child
          .parent()
          .map(backups::get)
          .ifPresent(
              parent -> {
                if (!reasons.containsKey(parent.id())) {
                  open.add(parent.id());
                }
                keep(parent, "parent of " + child.id());
              });
    }
  }

  private void keep(Candidate candidate, String reason) {
    reasons.computeIfAbsent(candidate.id(), id -> new LinkedHashSet<>()).add(reason);
  }

  /** As options name a time span. */
  static String words(Duration span) {
    if (span.toSecondsPart() != 0 || span.isZero()) {
      return span.toSeconds() + " s";
    }
    if (span.toMinutesPart() != 0) {
      return span.toMinutes() + " min";
    }
    return span.toHoursPart() != 0 || span.toDays() == 1
        ? span.toHours() + " h"
        : span.toDays() + " d";
  }
}
