package org.nessiebackup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.NessieReference.Kind;

class ReferenceCheckStepTest {
  private static NessieReference branch(String name, String hash) {
    return new NessieReference(Kind.BRANCH, name, hash);
  }

  private static List<String> differences(
      List<NessieReference> restored, List<NessieReference> shown) {
    return ReferenceCheckStep.differences(new TreeSet<>(restored), new TreeSet<>(shown));
  }

  @Test
  void sameReferencesDoNotDiffer() {
    List<NessieReference> all = List.of(branch("main", "a1"), branch("dev", "b2"));
    assertThat(differences(all, all.reversed())).isEmpty();
    assertThat(differences(List.of(), List.of())).isEmpty();
  }

  @Test
  void whatIsMissingMovedOrTooManyIsNamed() {
    assertThat(
            differences(
                List.of(branch("main", "a1"), branch("dev", "b2")),
                List.of(branch("main", "ff"), branch("new", "c3"))))
        .containsExactlyInAnyOrder(
            "branch \"dev\" at b2 is missing",
            "branch \"main\" at a1 is shown at ff",
            "branch \"new\" at c3 was not restored");
  }

  @Test
  void tagOfTheNameIsNoBranch() {
    assertThat(
            differences(
                List.of(branch("v1", "a1")), List.of(new NessieReference(Kind.TAG, "v1", "a1"))))
        .hasSize(2);
  }
}
