package org.nessiebackup.operator.restore;

import org.nessiebackup.Digests;
import org.nessiebackup.operator.resource.NessieRestore;
import org.nessiebackup.operator.resource.RestorePlan;

/**
 * Names a plan, so that somebody can approve just this one. The uid is part of it: the same text,
 * applied again to a cluster that was built anew, is another object, whose plan nobody has
 * approved. So is where it would be done: a catalog that was pointed to another database since is
 * another one.
 */
final class PlanDigest {
  private static final int LENGTH = 16;

  private PlanDigest() {}

  static String of(NessieRestore restore, RestorePlan plan, String target) {
    String text =
        String.join(
            "\n",
            restore.getMetadata().getUid(),
            plan.point(),
            String.valueOf(restore.getSpec().reference()),
            String.valueOf(restore.getSpec().tables()),
            target);
    return Digests.hex(text).substring(0, LENGTH);
  }
}
