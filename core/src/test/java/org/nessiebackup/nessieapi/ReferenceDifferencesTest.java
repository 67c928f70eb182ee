package org.nessiebackup.nessieapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.NessieReference.Kind;

/** What Nessie shows, beside what was brought in and what the tables say before and after. */
class ReferenceDifferencesTest {
  private static final NessieReference MAIN = branch("main", "aa");
  private static final NessieReference DEV = branch("dev", "bb");

  private static NessieReference branch(String name, String hash) {
    return new NessieReference(Kind.BRANCH, name, hash);
  }

  private static List<String> differences(
      List<NessieReference> before, List<NessieReference> shown, List<NessieReference> after) {
    return ReferenceDifferences.of(List.of(MAIN, DEV), before, shown, after);
  }

  @Test
  void theSameIsNoDifference() {
    List<NessieReference> all = List.of(MAIN, DEV);
    assertThat(differences(all, all, all)).isEmpty();
  }

  @Test
  void whatClientsWriteMeanwhileIsNone() {
    NessieReference first = branch("main", "a1");
    NessieReference second = branch("main", "a2");
    NessieReference third = branch("main", "a3");
    NessieReference made = branch("new", "cc");
    assertThat(differences(List.of(first, DEV), List.of(first, DEV), List.of(first, DEV)))
        .isEmpty();
    assertThat(differences(List.of(first, DEV), List.of(second, DEV), List.of(third, DEV)))
        .isEmpty();
    assertThat(differences(List.of(MAIN, DEV), List.of(MAIN, DEV, made), List.of(MAIN, DEV, made)))
        .isEmpty();
    assertThat(differences(List.of(MAIN, DEV), List.of(MAIN), List.of(MAIN))).isEmpty();
  }

  @Test
  void aCacheThatIsSomeCommitsBehindIsNone() {
    NessieReference moved = branch("main", "a1");
    assertThat(differences(List.of(moved, DEV), List.of(MAIN, DEV), List.of(moved, DEV))).isEmpty();
  }

  @Test
  void anotherCatalogIsOne() {
    List<NessieReference> all = List.of(MAIN, DEV);
    assertThat(differences(all, List.of(branch("main", "ff"), DEV), all))
        .singleElement()
        .asString()
        .contains("branch \"main\" at ff", "branch \"main\" at aa");
    assertThat(differences(all, List.of(MAIN), all))
        .containsExactly("it does not show branch \"dev\" at bb");
    assertThat(differences(all, List.of(MAIN, DEV, branch("stray", "cc")), all))
        .singleElement()
        .asString()
        .contains("\"stray\"", "none of this name");
    assertThat(differences(all, List.of(MAIN, new NessieReference(Kind.TAG, "dev", "bb")), all))
        .isNotEmpty();
  }

  @Test
  void manyAreSummedUp() {
    assertThat(ReferenceDifferences.summary(List.of("1", "2", "3", "4", "5", "6", "7")))
        .isEqualTo("1; 2; 3; 4; 5; and 2 more");
  }

  @Test
  void sameReferencesOfTablesThatNobodyChangesDoNotDiffer() {
    List<NessieReference> all = List.of(branch("main", "a1"), branch("dev", "b2"));
    assertThat(ReferenceDifferences.of(all, all.reversed())).isEmpty();
    assertThat(ReferenceDifferences.of(List.of(), List.of())).isEmpty();
  }

  @Test
  void whatIsMissingMovedOrTooManyIsNamed() {
    assertThat(
            ReferenceDifferences.of(
                List.of(branch("main", "a1"), branch("dev", "b2")),
                List.of(branch("main", "ff"), branch("new", "c3"))))
        .containsExactlyInAnyOrder(
            "it does not show branch \"dev\" at b2",
            "it shows branch \"main\" at ff, the tables branch \"main\" at a1",
            "it shows branch \"new\" at c3, the tables have none of this name");
  }

  @Test
  void tagOfTheNameIsNoBranch() {
    assertThat(
            ReferenceDifferences.of(
                List.of(branch("v1", "a1")), List.of(new NessieReference(Kind.TAG, "v1", "a1"))))
        .hasSize(2);
  }
}
