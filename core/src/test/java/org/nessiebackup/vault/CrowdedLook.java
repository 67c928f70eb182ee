package org.nessiebackup.vault;

import org.nessiebackup.status.StatusReport;
import org.nessiebackup.vault.object.Memory;

/** A program for a Java of its own: looks at a week of a journal and two days of tips. */
final class CrowdedLook {
  private CrowdedLook() {}

  /** Prints how many objects each of three looks has counted. */
  public static void main(String[] arguments) {
    CrowdedVault vault =
        new CrowdedVault()
            .epochs(60, 10_000)
            .tips("20261128T020000Z-0001", 86_400)
            .tips("20261129T020000Z-0001", 86_400);
    Memory memory = new Memory(20_000);
    for (StatusReport report :
        new StatusReport[] {vault.look(memory), vault.look(memory), vault.report()}) {
      System.out.println(report.usage().objects() + " " + report.counts().tips());
    }
  }
}
