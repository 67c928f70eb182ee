package org.nessiebackup.acceptance.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.nessiebackup.acceptance.CommandResult;
import org.nessiebackup.sandbox.ShopCatalog;

/** One command on a fresh machine: a page with a catalog, and a way out of its accident. */
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class ServeDemoTest {
  @TempDir Path folder;

  @Test
  void oneCommandLeadsToAPageAndFromItsAccidentToWhatWasBefore() throws Exception {
    try (Chromium browser = Chromium.start();
        ServedPage page =
            ServedPage.start(Map.of("HOME", folder.toString()), List.of("serve", "--demo"))) {
      browser.open(page.address());
      browser.await("Safe as of");
      browser.pictures("points");

      browser.clickLink("Something is broken");
      browser.await("cleanup@shop.example: INSERT OVERWRITE from an empty staging table");
      browser.pictures("broken");
      browser.clickLink(ShopCatalog.OVERWRITTEN);
      browser.await("sales.orders on main was changed at");
      browser.pictures("found");
      browser.clickLink("Bring the whole catalog back");
      browser.await("Branch dev/pricing returns: it was deleted since.");
      browser.pictures("plan");
      browser.clickButton("Bring the whole catalog back");
      browser.await("Fixed: the whole catalog is again as of");
      browser.pictures("fixed");

      assertThat(browser.complaints()).isEmpty();
      CommandResult end = page.stop();
      assertThat(end.done().err()).contains("nothing of yours is touched");
    }
  }
}
