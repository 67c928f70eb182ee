package org.nessiebackup.operator.values;

import java.util.Objects;

/**
 * A Nessie whose program is copied out of its image.
 *
 * @param image empty: none
 * @param folder where it is there
 * @param jar what of it runs
 * @param memory the most heap for it
 */
public record CopiedNessie(String image, String folder, String jar, String memory) {
  /** Nothing is null. */
  public CopiedNessie {
    Objects.requireNonNull(image);
    Objects.requireNonNull(folder);
    Objects.requireNonNull(jar);
    Objects.requireNonNull(memory);
  }

  public boolean given() {
    return !image.isEmpty();
  }
}
