package org.nessiebackup.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Instant BEFORE = Instant.parse("2026-11-30T02:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-30T03:00:00.5Z");

  @Test
  void timeOfAConditionIsThatOfItsChange() {
    Conditions before =
        new Conditions(List.of(), 1L, BEFORE)
            .yes("Ready", "Applied", "all is there")
            .unknown("BackedUp", "NotAsked", "no run yet");

    Conditions now =
        new Conditions(before.all(), 2L, NOW)
            .yes("Ready", "Applied", "still there")
            .no("BackedUp", "Stale", "too old");

    assertThat(now.find("Ready").orElseThrow().lastTransitionTime())
        .isEqualTo("2026-11-30T02:00:00Z");
    assertThat(now.find("Ready").orElseThrow().observedGeneration()).isEqualTo(2L);
    assertThat(now.find("BackedUp").orElseThrow().lastTransitionTime())
        .isEqualTo("2026-11-30T03:00:00Z");
    assertThat(now.all()).extracting(StatusCondition::type).containsExactly("Ready", "BackedUp");
  }

  @Test
  void newsIsWhatHasAnotherStatusOrReason() {
    Conditions before =
        new Conditions(List.of(), 1L, BEFORE).yes("A", "Same", "x").no("B", "Old", "x");
    Conditions now =
        new Conditions(before.all(), 1L, NOW)
            .yes("A", "Same", "another text")
            .no("B", "New", "x")
            .yes("C", "First", "x");

    assertThat(now.since(before.all())).extracting(StatusCondition::type).containsExactly("B", "C");
  }

  @Test
  void whatIsUnknownIsNeitherTrueNorOver() {
    Conditions conditions =
        new Conditions(List.of(), 1L, NOW).unknown("Complete", "Running", "at it");

    assertThat(conditions.isKnown("Complete")).isFalse();
    assertThat(conditions.isTrue("Complete")).isFalse();
    assertThat(conditions.no("Complete", "Failed", "no").isKnown("Complete")).isTrue();
  }

  @Test
  void longMessagesAreCut() {
    Conditions conditions =
        new Conditions(List.of(), 1L, NOW).no("Ready", "Refused", "x".repeat(100_000));

    assertThat(conditions.find("Ready").orElseThrow().message()).hasSizeLessThan(5000);
  }
}
