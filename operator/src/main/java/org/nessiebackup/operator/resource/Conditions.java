package org.nessiebackup.operator.resource;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be said of one resource, in the order in which it was said first.
 *
 * @param all one of each type
 * @param generation of the resource that is looked at
 * @param now when
 */
public record Conditions(List<StatusCondition> all, Long generation, Instant now) {
  /** Long messages are cut: they are for people, and the whole is in the Job's log. */
  private static final int LONGEST = 4000;

  /** Copies the list. */
  public Conditions {
    all = List.copyOf(all);
  }

  /** What was said of a resource, to be said anew. */
  public static Conditions of(Conditioned resource, Instant now) {
    return new Conditions(resource.conditions(), resource.getMetadata().getGeneration(), now);
  }

  /** The same, and that something is so. */
  public Conditions yes(String type, String reason, String message) {
    return with(type, "True", reason, message);
  }

  /** The same, and that something is not so. */
  public Conditions no(String type, String reason, String message) {
    return with(type, "False", reason, message);
  }

  /** The same, and that nobody knows whether something is so. */
  public Conditions unknown(String type, String reason, String message) {
    return with(type, "Unknown", reason, message);
  }

  private Conditions with(String type, String status, String reason, String message) {
    String cut = message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    String since =
        find(type)
            .filter(known -> known.status().equals(status))
            .map(StatusCondition::lastTransitionTime)
            .orElseGet(() -> moment(now));
    StatusCondition said = new StatusCondition(type, status, generation, since, reason, cut);
    List<StatusCondition> changed = new ArrayList<>(all);
    int place = all.stream().map(StatusCondition::type).toList().indexOf(type);
    if (place < 0) {
      changed.add(said);
    } else {
      changed.set(place, said);
    }
    return new Conditions(changed, generation, now);
  }

  /** What was said of a type. */
  public Optional<StatusCondition> find(String type) {
    return all.stream().filter(known -> known.type().equals(type)).findFirst();
  }

  /** Whether something is known to be so. */
  public boolean isTrue(String type) {
    return find(type).filter(known -> known.status().equals("True")).isPresent();
  }

  /** Whether something was said of a type that cannot change any more. */
  public boolean isKnown(String type) {
    return find(type).filter(known -> !known.status().equals("Unknown")).isPresent();
  }

  /** What is said anew and was not said before: these are worth an event. */
  public List<StatusCondition> since(List<StatusCondition> before) {
    return all.stream()
        .filter(
            said ->
                before.stream()
                    .noneMatch(
                        known ->
                            known.type().equals(said.type())
                                && known.status().equals(said.status())
                                && known.reason().equals(said.reason())))
        .toList();
  }

  /** A moment as Kubernetes writes it, to the second. */
  public static String moment(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
