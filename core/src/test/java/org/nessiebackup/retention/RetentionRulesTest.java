package org.nessiebackup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.RetentionPolicy;

class RetentionRulesTest {
  private static final int SEEDS = 400;

  private static RetentionPolicy policy(int... counts) {
    return policy("UTC", counts);
  }

  /** Counts for last, hourly, daily, weekly, monthly, yearly. */
  private static RetentionPolicy policy(String zone, int... counts) {
    int[] all = new int[6];
    System.arraycopy(counts, 0, all, 0, counts.length);
    return new RetentionPolicy(
        all[0],
        new RetentionPolicy.Periods(all[1], all[2], all[3], all[4], all[5]),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        zone);
  }

  private static Candidate at(String time) {
    return at(Instant.parse(time));
  }

  private static Candidate at(Instant time) {
    return new Candidate(
        BackupId.create(time),
        Optional.of(time),
        Optional.empty(),
        List.of(),
        false,
        true,
        List.of());
  }

  private static Candidate child(String time, Candidate parent) {
    Candidate alone = at(time);
    return new Candidate(
        alone.id(), alone.at(), Optional.of(parent.id()), List.of(), false, true, List.of());
  }

  private static Candidate unsound(Candidate each) {
    return new Candidate(
        each.id(), each.at(), each.parent(), each.tags(), each.imported(), false, List.of());
  }

  private static Candidate imported(Candidate each) {
    return new Candidate(
        each.id(), each.at(), each.parent(), each.tags(), true, each.sound(), List.of());
  }

  /** The decisions as a table that people can read. */
  private static List<String> table(RetentionPolicy policy, Candidate... backups) {
    return RetentionRules.decide(policy, List.of(backups)).entrySet().stream()
        .map(
            each ->
                (each.getKey().value().substring(0, 13)
                        + (each.getValue().isEmpty() ? "  remove" : "  keep  ")
                        + "  "
                        + String.join(", ", each.getValue()))
                    .stripTrailing())
        .toList();
  }

  @Test
  void newestOfEachDayWeekAndMonthStays() {
    assertThat(
            table(
                policy(0, 0, 2, 2, 2),
                at("2026-09-30T02:00:00Z"),
                at("2026-10-05T02:00:00Z"),
                at("2026-10-31T02:00:00Z"),
                at("2026-11-14T02:00:00Z"),
                at("2026-11-22T02:00:00Z"),
                at("2026-11-23T02:00:00Z"),
                at("2026-11-24T02:00:00Z"),
                at("2026-11-24T14:00:00Z"),
                at("2026-11-25T02:00:00Z")))
        .containsExactly(
            "20260930T0200  remove",
            "20261005T0200  remove",
            "20261031T0200  keep    monthly 2026-10",
            "20261114T0200  remove",
            "20261122T0200  keep    weekly 2026-W47",
            "20261123T0200  remove",
            "20261124T0200  remove",
            "20261124T1400  keep    daily 2026-11-24",
            "20261125T0200  keep    newest, daily 2026-11-25, weekly 2026-W48, monthly 2026-11");
  }

  @Test
  void weekBelongsToTheYearOfItsThursday() {
    assertThat(
            table(
                policy(0, 0, 0, 3, 0, 2),
                at("2026-12-31T02:00:00Z"),
                at("2027-01-03T02:00:00Z"),
                at("2027-01-04T02:00:00Z")))
        .containsExactly(
            "20261231T0200  keep    yearly 2026",
            "20270103T0200  keep    weekly 2026-W53",
            "20270104T0200  keep    newest, weekly 2027-W01, yearly 2027");
  }

  @Test
  void hourThatComesTwiceInAutumnIsTwoHours() {
    assertThat(
            table(
                policy("Europe/Berlin", 0, 4),
                at("2026-10-24T23:30:00Z"),
                at("2026-10-25T00:30:00Z"),
                at("2026-10-25T01:30:00Z"),
                at("2026-10-25T02:30:00Z")))
        .containsExactly(
            "20261024T2330  keep    hourly 2026-10-25 01h+02:00",
            "20261025T0030  keep    hourly 2026-10-25 02h+02:00",
            "20261025T0130  keep    hourly 2026-10-25 02h+01:00",
            "20261025T0230  keep    newest, hourly 2026-10-25 03h+01:00");
  }

  @Test
  void daysBeginWhereThePolicySays() {
    Candidate evening = at("2026-11-24T23:30:00Z");
    Candidate morning = at("2026-11-25T08:00:00Z");

    assertThat(table(policy("UTC", 0, 0, 2), evening, morning))
        .containsExactly(
            "20261124T2330  keep    daily 2026-11-24",
            "20261125T0800  keep    newest, daily 2026-11-25");
    assertThat(table(policy("Asia/Tokyo", 0, 0, 2), evening, morning))
        .containsExactly(
            "20261124T2330  remove", "20261125T0800  keep    newest, daily 2026-11-25");
  }

  @Test
  void spanIsCountedFromTheNewest() {
    RetentionPolicy within = RetentionPolicy.NONE.withWithin(Duration.ofHours(36));

    assertThat(
            table(
                within,
                at("2026-11-23T13:59:59Z"),
                at("2026-11-23T14:00:00Z"),
                at("2026-11-25T02:00:00Z")))
        .containsExactly(
            "20261123T1359  remove",
            "20261123T1400  keep    within 36 h",
            "20261125T0200  keep    newest, within 36 h");
  }

  @Test
  void tagsAndProtectionsAreReasonsOfTheirOwn() {
    RetentionPolicy tags = RetentionPolicy.NONE.withTags(List.of("audit"));
    Candidate plain = at("2026-11-22T02:00:00Z");
    Candidate tagged =
        new Candidate(
            plain.id(),
            plain.at(),
            Optional.empty(),
            List.of("other", "audit"),
            false,
            true,
            List.of("pinned: for the auditors"));

    assertThat(table(tags, tagged, at("2026-11-25T02:00:00Z")))
        .containsExactly(
            "20261122T0200  keep    tag audit, pinned: for the auditors",
            "20261125T0200  keep    newest");
  }

  @Test
  void whatAKeptBackupBuildsOnStaysWithIt() {
    Candidate week = at("2026-11-22T02:00:00Z");
    Candidate day = child("2026-11-24T02:00:00Z", week);
    Candidate hour = child("2026-11-24T03:00:00Z", day);
    Candidate minute = child("2026-11-24T03:01:00Z", hour);
    Candidate last = child("2026-11-24T04:00:00Z", day);

    assertThat(table(policy(1), week, day, hour, minute, last))
        .containsExactly(
            "20261122T0200  keep    parent of " + day.id(),
            "20261124T0200  keep    parent of " + last.id(),
            "20261124T0300  remove",
            "20261124T0301  remove",
            "20261124T0400  keep    newest, last 1");
  }

  @Test
  void damagedBackupTakesNoGoodOnesPlace() {
    Candidate good = at("2026-11-22T02:00:00Z");
    Candidate damaged = unsound(at("2026-11-24T02:00:00Z"));
    Candidate orphan = child("2026-11-25T02:00:00Z", at("2026-11-23T00:00:00Z"));

    assertThat(table(policy(1), good, damaged, orphan))
        .containsExactly(
            "20261122T0200  keep    newest, last 1",
            "20261124T0200  remove",
            "20261125T0200  keep    newest, last 1");
  }

  @Test
  void importedDumpTakesNoServersPlace() {
    Candidate server = at("2026-11-22T02:00:00Z");
    Candidate dump = imported(at("2026-11-22T14:00:00Z"));

    assertThat(table(policy(0, 0, 7), server, dump))
        .containsExactly(
            "20261122T0200  keep    newest, daily 2026-11-22",
            "20261122T1400  keep    newest, daily 2026-11-22");
  }

  @Test
  void newestStaysWhateverThePolicy() {
    forAllHistories(
        (random, history) -> {
          Set<BackupId> kept = kept(randomPolicy(random), history);
          assertThat(kept).contains(Collections.max(ids(history)));
          history.stream()
              .filter(each -> !each.imported() && restorable(each, history))
              .max(
                  java.util.Comparator.comparing((Candidate each) -> each.at().orElseThrow())
                      .thenComparing(Candidate::id))
              .ifPresent(newest -> assertThat(kept).contains(newest.id()));
        });
  }

  @Test
  void nothingThatIsKeptMissesWhatItBuildsOn() {
    forAllHistories(
        (random, history) -> {
          Set<BackupId> kept = kept(randomPolicy(random), history);
          Set<BackupId> all = ids(history);
          for (Candidate each : history) {
            if (kept.contains(each.id())) {
              each.parent().filter(all::contains).ifPresent(p -> assertThat(kept).contains(p));
            }
          }
        });
  }

  @Test
  void whoAsksForMoreKeepsAtLeastAsMuch() {
    forAllHistories(
        (random, history) -> {
          RetentionPolicy less = randomPolicy(random);
          RetentionPolicy more = more(less, random);
          assertThat(kept(more, history)).containsAll(kept(less, history));
        });
  }

  @Test
  void whatWasKeptOnceIsKeptAgain() {
    forAllHistories(
        (random, history) -> {
          RetentionPolicy policy = randomPolicy(random);
          Set<BackupId> kept = kept(policy, history);
          List<Candidate> left = history.stream().filter(each -> kept.contains(each.id())).toList();
          assertThat(kept(policy, left)).isEqualTo(kept);
        });
  }

  @Test
  void orderOfTheListDoesNotMatter() {
    forAllHistories(
        (random, history) -> {
          RetentionPolicy policy = randomPolicy(random);
          List<Candidate> shuffled = new ArrayList<>(history);
          Collections.shuffle(shuffled, random);
          assertThat(RetentionRules.decide(policy, shuffled))
              .isEqualTo(RetentionRules.decide(policy, history));
        });
  }

  @Test
  void noMoreIsKeptThanWasAskedForWhereNothingBuildsOnAnything() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Set<Instant> times = new TreeSet<>();
      for (int i = 0; i < 60; i++) {
        times.add(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(30_000_000)));
      }
      List<Candidate> history = times.stream().map(RetentionRulesTest::at).toList();
      RetentionPolicy policy = policy(1 + random.nextInt(3), 2, 3, 4, 5, 6);
      int most = policy.last() + 2 + 3 + 4 + 5 + 6;
      assertThat(kept(policy, history)).hasSizeLessThanOrEqualTo(most);
      Map<String, Integer> months = new TreeMap<>();
      times.forEach(
          time ->
              months.merge(
                  ZonedDateTime.ofInstant(time, ZoneId.of("UTC")).toString().substring(0, 7),
                  1,
                  Integer::sum));
      assertThat(kept(policy(0, 0, 0, 0, 12), history)).hasSize(Math.min(12, months.size()));
    }
  }

  @FunctionalInterface
  private interface Property {
    void holds(Random random, List<Candidate> history);
  }

  private static void forAllHistories(Property property) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      property.holds(random, randomHistory(random));
    }
  }

  /** Chains, dumps, damage, pins and tags, over hours or over years. */
  private static List<Candidate> randomHistory(Random random) {
    int count = 1 + random.nextInt(40);
    int span = random.nextBoolean() ? 200_000 : 90_000_000;
    Set<Instant> times = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      times.add(Instant.parse("2026-03-28T20:00:00Z").plusSeconds(random.nextInt(span)));
    }
    List<Candidate> history = new ArrayList<>();
    for (Instant time : times) {
      Optional<BackupId> parent = Optional.empty();
      if (!history.isEmpty() && random.nextInt(3) > 0) {
        parent = Optional.of(history.get(random.nextInt(history.size())).id());
      }
      history.add(
          new Candidate(
              BackupId.create(time),
              Optional.of(time.plusSeconds(random.nextInt(100))),
              parent,
              random.nextInt(8) == 0 ? List.of("audit") : List.of(),
              parent.isEmpty() && random.nextInt(6) == 0,
              random.nextInt(8) > 0,
              random.nextInt(10) == 0 ? List.of("pinned") : List.of()));
    }
    // The last one is a server's, so that there is a newest of its kind.
    Candidate last = history.removeLast();
    history.add(
        new Candidate(
            last.id(), last.at(), last.parent(), last.tags(), false, last.sound(), List.of()));
    return history;
  }

  private static RetentionPolicy randomPolicy(Random random) {
    return new RetentionPolicy(
        random.nextInt(4),
        new RetentionPolicy.Periods(
            random.nextInt(4),
            random.nextInt(8),
            random.nextInt(5),
            random.nextInt(5),
            random.nextInt(3)),
        random.nextBoolean()
            ? Optional.of(Duration.ofHours(random.nextInt(100)))
            : Optional.empty(),
        random.nextBoolean() ? List.of("audit") : List.of(),
        Optional.empty(),
        List.of("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Tokyo").get(random.nextInt(4)));
  }

  private static RetentionPolicy more(RetentionPolicy less, Random random) {
    return new RetentionPolicy(
        less.last() + random.nextInt(3),
        new RetentionPolicy.Periods(
            less.periods().hourly() + random.nextInt(3),
            less.periods().daily() + random.nextInt(3),
            less.periods().weekly() + random.nextInt(3),
            less.periods().monthly() + random.nextInt(3),
            less.periods().yearly() + random.nextInt(3)),
        Optional.of(less.within().orElse(Duration.ZERO).plusHours(random.nextInt(50))),
        List.of("audit"),
        Optional.empty(),
        less.timeZone());
  }

  private static boolean restorable(Candidate each, List<Candidate> history) {
    if (!each.sound()) {
      return false;
    }
    return each.parent().isEmpty()
        || history.stream()
            .filter(other -> other.id().equals(each.parent().get()))
            .anyMatch(parent -> restorable(parent, history));
  }

  private static Set<BackupId> ids(Collection<Candidate> history) {
    return history.stream().map(Candidate::id).collect(Collectors.toSet());
  }

  private static Set<BackupId> kept(RetentionPolicy policy, Collection<Candidate> history) {
    return RetentionRules.decide(policy, history).entrySet().stream()
        .filter(each -> !each.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Test
  void defaultKeepsAllOfTwoDaysAndForAWeekWhatAPersonAskedFor() {
    Candidate asked = at("2026-11-22T10:00:00Z");
    Candidate manual =
        new Candidate(
            asked.id(), asked.at(), Optional.empty(), List.of("manual"), false, true, List.of());
    assertThat(
            table(
                RetentionPolicy.DEFAULT,
                at("2026-11-22T09:00:00Z"),
                manual,
                at("2026-11-22T11:00:00Z"),
                at("2026-11-23T02:00:00Z"),
                at("2026-11-23T02:15:00Z"),
                at("2026-11-25T02:00:00Z")))
        .containsExactly(
            "20261122T0900  remove",
            "20261122T1000  keep    asked for within 7 d",
            "20261122T1100  keep    daily 2026-11-22, weekly 2026-W47",
            "20261123T0200  keep    within 2 d",
            "20261123T0215  keep    daily 2026-11-23, within 2 d",
            "20261125T0200  keep    newest, daily 2026-11-25, weekly 2026-W48, monthly 2026-11,"
                + " within 2 d");
  }

  @Test
  void nothingIsCountedFromABackupOfWhichNobodyKnowsWhenItWasTaken() {
    Candidate unknown =
        new Candidate(
            new BackupId("20291125T020000Z-0000"),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            true,
            List.of());
    RetentionPolicy within = RetentionPolicy.NONE.withWithin(Duration.ofDays(2));
    assertThat(table(within, at("2026-11-24T02:00:00Z"), at("2026-11-25T02:00:00Z"), unknown))
        .containsExactly(
            "20261124T0200  keep    within 2 d",
            "20261125T0200  keep    newest, within 2 d",
            "20291125T0200  keep    when it was taken is not known");
  }
}
