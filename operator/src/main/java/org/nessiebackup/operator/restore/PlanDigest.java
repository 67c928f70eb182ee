package org.nessiebackup.operator.restore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.nessiebackup.operator.resource.NessieRestore;
import org.nessiebackup.operator.resource.RestorePlan;

/**
 * Names a plan, so that somebody can approve just this one. The uid is part of it: the same text,
 * applied again to a cluster that was built anew, is another object, whose plan nobody has
 * approved.
 */
final class PlanDigest {
  private static final int LENGTH = 16;

  private PlanDigest() {}

  static String of(NessieRestore restore, RestorePlan plan) {
    String text =
        String.join(
            "\n",
            restore.getMetadata().getUid(),
            plan.point(),
            String.valueOf(restore.getSpec().reference()),
            String.valueOf(restore.getSpec().tables()));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
          .substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
