package org.nessiebackup.kubernetes.request;

import java.util.Arrays;
import java.util.OptionalInt;
import org.nessiebackup.Failure;

/**
 * What has become of a request.
 *
 * @param done whether it was done
 * @param reason why not, as the operator says it: the code of a failure as a word, or a word of
 *     Kubernetes
 * @param message the same for people
 * @param seen what the pod has ended with whose log was passed on; absent if there was none, or if
 *     it may not be read
 */
public record RequestResult(boolean done, String reason, String message, OptionalInt seen) {
  /** The exit status of the command, as if it had run here. */
  public int exitCode() {
    if (done) {
      return 0;
    }
    int code = seen.orElse(0);
    return code == 0 ? failure().exitCode() : code;
  }

  /** Why it was not done; what only Kubernetes has a word for is {@link Failure#CLUSTER}. */
  public Failure failure() {
    return Arrays.stream(Failure.values())
        .filter(each -> each.label().replace("-", "").equalsIgnoreCase(reason))
        .findFirst()
        .orElse(Failure.CLUSTER);
  }

  /** Whether somebody who has followed its log knows why it was not done. */
  public boolean toldByLog() {
    return seen.orElse(0) != 0;
  }
}
