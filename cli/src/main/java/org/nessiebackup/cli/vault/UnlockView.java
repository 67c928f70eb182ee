package org.nessiebackup.cli.vault;

import java.time.Instant;
import java.util.List;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.VaultJson;
import org.nessiebackup.vault.lease.HeldLease;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code unlock} is going to do, or did.
 *
 * @param removed leases that go
 * @param left leases that stay, because somebody is at work
 * @param now by which they are live or not
 * @param dryRun whether they are still there
 */
record UnlockView(List<HeldLease> removed, List<HeldLease> left, Instant now, boolean dryRun)
    implements View {
  /** Takes its own copies of the lists. */
  UnlockView {
    removed = List.copyOf(removed);
    left = List.copyOf(left);
  }

  @Override
  public void text(TextPage page) {
    String count = Text.count(removed.size(), "lease");
    page.line(dryRun ? "plan: remove " + count : "removed " + count);
    removed.forEach(held -> page.field(dryRun ? "removes" : "removed", LeaseText.line(held, now)));
    left.forEach(held -> page.field("left", LeaseText.line(held, now)));
  }

  @Override
  public void json(ObjectNode summary) {
    VaultJson.UNLOCKED.write(summary, new VaultJson.Unlocked(removed, left, now, dryRun));
  }
}
