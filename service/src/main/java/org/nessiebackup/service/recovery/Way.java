package org.nessiebackup.service.recovery;

import java.util.Arrays;
import java.util.Optional;
import org.nessiebackup.Labelled;

/** How something is brought back. */
public enum Way implements Labelled {
  /** The table alone, by a commit, while Nessie serves. */
  TABLE,
  /** The table, in the place of another one that came under its name. */
  REPLACE,
  /** The branch or tag with its commits, while Nessie serves. */
  BRANCH,
  /** The whole catalog, while Nessie is stopped. */
  CATALOG;

  /** That with this label. */
  public static Optional<Way> of(String label) {
    return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst();
  }
}
