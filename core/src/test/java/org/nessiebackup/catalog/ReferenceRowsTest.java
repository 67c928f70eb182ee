package org.nessiebackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;

class ReferenceRowsTest {
  private static final ObjectId HEAD = ObjectId.of("ab".repeat(32));

  private static ReferenceRow row(String repository, String name, boolean deleted) {
    return new ReferenceRow(
        repository, name, HEAD, deleted, 0, Optional.empty(), List.of(), Optional.empty());
  }

  private static ReferenceRow row(String repository, String name) {
    return row(repository, name, false);
  }

  private static ReferenceRows rows(ReferenceRow... rows) {
    return ReferenceRows.of(ReferencesOnly.of(rows));
  }

  private static void assertRefused(Failure failure, String hint, ThrowingCallable call) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(call)
        .satisfies(
            refused -> {
              assertThat(refused.failure()).isEqualTo(failure);
              assertThat(refused.hint().orElseThrow()).contains(hint);
            });
  }

  @Test
  void theOnlyRepositoryOrTheUnnamedOneIsMeantIfNobodyNamesOne() {
    assertThat(rows(row("one", "refs/heads/main")).only(Optional.empty())).isEqualTo("one");
    assertThat(rows(row("", "refs/heads/main"), row("b", "int/refs")).only(Optional.empty()))
        .isEmpty();
    assertThat(rows(row("a", "int/refs"), row("b", "int/refs")).only(Optional.of("b")))
        .isEqualTo("b");
    assertRefused(
        Failure.USAGE,
        "--repository: \"a\", \"b\"",
        () -> rows(row("a", "int/refs"), row("b", "int/refs")).only(Optional.empty()));
    assertRefused(
        Failure.REFERENCE_NOT_FOUND,
        "There are: \"a\".",
        () -> rows(row("a", "int/refs")).only(Optional.of("c")));
    assertRefused(
        Failure.REFERENCE_NOT_FOUND, "no references at all", () -> rows().only(Optional.empty()));
  }

  @Test
  void repositoryOfAServerIsThatOfTheSameNameOrTheOnlyOne() {
    ReferenceRows two = rows(row("a", "refs/heads/main"), row("b", "refs/heads/main"));
    assertThat(two.named("b")).isEqualTo("b");
    assertThat(rows(row("a", "refs/heads/main")).named("other")).isEqualTo("a");
    assertRefused(Failure.REFERENCE_NOT_FOUND, "--nessie-repository", () -> two.named("other"));
  }

  @Test
  void referenceFindsItsRepositoryIfOneAloneHasIt() {
    ReferenceRows rows =
        rows(row("a", "refs/heads/main"), row("b", "refs/heads/main"), row("b", "refs/tags/v1"));
    assertThat(rows.having("v1")).isEqualTo("b");
    assertRefused(Failure.USAGE, "--nessie-repository", () -> rows.having("main"));
    assertRefused(Failure.REFERENCE_NOT_FOUND, "It has main, v1.", () -> rows.having("other"));
  }

  @Test
  void deletedReferenceIsFoundAndNotShown() {
    ReferenceRows rows =
        rows(row("", "refs/heads/gone", true), row("", "refs/tags/v1"), row("", "int/repo"));
    assertThat(rows.find("", "gone").deleted()).isTrue();
    assertThat(rows.shown("").values()).extracting(NessieReference::name).containsExactly("v1");
    assertThat(rows.all("")).hasSize(3);
    assertThat(rows.description("")).contains(HEAD);
  }

  @Test
  void someNamesAreNamedWhereOneIsUnknown() {
    ReferenceRow[] many =
        IntStream.range(10, 25)
            .mapToObj(i -> row("", "refs/heads/b" + i))
            .toArray(ReferenceRow[]::new);
    assertRefused(Failure.REFERENCE_NOT_FOUND, "b10, b11", () -> rows(many).find("", "c"));
    assertRefused(Failure.REFERENCE_NOT_FOUND, "b19 and 5 more.", () -> rows(many).find("", "c"));
    assertRefused(
        Failure.REFERENCE_NOT_FOUND, "none at all", () -> rows(row("", "int/repo")).find("", "c"));
  }
}
