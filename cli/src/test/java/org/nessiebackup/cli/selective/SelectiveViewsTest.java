package org.nessiebackup.cli.selective;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nessiebackup.PointId;
import org.nessiebackup.TableSet;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.selective.ReferenceRestorePlan;
import org.nessiebackup.selective.ReferenceRestoreReport;
import org.nessiebackup.selective.TableRestorePlan;
import org.nessiebackup.selective.TableRestoreReport;
import org.nessiebackup.server.ServedContent;
import org.nessiebackup.tables.CatalogLocation;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What restore-ref and restore-table say, in both forms; that they work, the acceptance shows. */
class SelectiveViewsTest {
  private static final Instant TIME = Instant.parse("2026-11-22T02:00:00Z");
  private static final PointId BACKUP = PointId.parse("20261122T020000Z-7f3a");
  private static final ObjectId COMMIT = ObjectId.of("ab".repeat(32));
  private static final NessieReference THEN =
      new NessieReference(NessieReference.Kind.BRANCH, "dev", COMMIT.hex());
  private static final NessieReference NOW =
      new NessieReference(NessieReference.Kind.BRANCH, "dev", "cd".repeat(32));
  private static final JsonContract CONTRACT = JsonContract.read();

  private static ReferenceRestorePlan referencePlan(Optional<NessieReference> now, String... bad) {
    ReferenceRestorePlan.LostCommit lost =
        new ReferenceRestorePlan.LostCommit(NOW.hash(), TIME, "drop everything\nreally");
    return new ReferenceRestorePlan(
        new ReferenceRestorePlan.From(BACKUP, TIME, "", 2),
        new ReferenceRestorePlan.To(
            "http://nessie:19120/api/v2",
            new CatalogLocation("nessie", new TableSet("JDBC2", List.of("refs2", "objs2"))),
            ""),
        THEN,
        now,
        new ReferenceRestorePlan.Changes(
            12,
            Optional.of(TIME),
            new ReferenceRestorePlan.History(
                3, now.isPresent() ? 2 : 0, now.isPresent() ? List.of(lost) : List.of()),
            new ReferenceRestorePlan.Keys(
                List.of(ContentKey.of("sales", "orders")),
                List.of(ContentKey.of("sales", "later")),
                List.of()),
            Set.of(COMMIT)),
        List.of("something to know"),
        List.of(bad));
  }

  private static TableRestorePlan tablePlan(String... obstacles) {
    NessieContent table =
        new NessieContent("ICEBERG_TABLE", "the id", "{}", Optional.of("s3://lake/1.json"));
    ServedContent other = new ServedContent("ICEBERG_VIEW", "another id", "{}");
    ContentKey key = ContentKey.of("sales", "orders");
    return new TableRestorePlan(
        new TableRestorePlan.From(BACKUP, TIME, "dev", COMMIT),
        "http://nessie:19120/api/v2",
        NOW,
        List.of(
            new TableRestorePlan.Item(
                ContentKey.of("sales"),
                new NessieContent("NAMESPACE", "", "{}", Optional.empty()),
                Optional.empty(),
                TableRestorePlan.Change.AGAIN),
            new TableRestorePlan.Item(
                key, table, Optional.of(other), TableRestorePlan.Change.REPLACE)),
        "Restore sales.orders",
        List.of(obstacles));
  }

  private static void holds(View view, String section) {
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    summary
        .put("message_type", "summary")
        .put("command", section.replaceFirst("command: ", "").replaceFirst(" --.*", ""));
    summary.put("exit_code", view.exitCode());
    view.json(summary);
    CONTRACT.holdsFor(summary, section);
  }

  private static String text(View view) {
    TextPage page = new TextPage();
    view.text(page);
    return String.join("\n", page.lines());
  }

  @Test
  void documentsHoldWhatIsPromised() {
    ReferenceRestoreReport report =
        new ReferenceRestoreReport(
            BACKUP,
            THEN,
            Optional.of(NOW),
            5,
            new ReferenceRestoreReport.Commits(12, 3, 2),
            Duration.ofSeconds(1),
            Duration.ZERO);
    TableRestoreReport tables =
        new TableRestoreReport(
            BACKUP, THEN, NOW.hash(), List.of(ContentKey.of("sales")), 1, Duration.ofMillis(7));
    holds(new ReferenceRestorePlanView(referencePlan(Optional.of(NOW))), "restore-ref --dry-run");
    holds(new ReferenceRestorePlanView(referencePlan(Optional.empty())), "restore-ref --dry-run");
    holds(new ReferenceRestoreView(report), "restore-ref");
    holds(new TableRestorePlanView(tablePlan()), "restore-table --dry-run");
    holds(new TableRestoreView(tables), "restore-table");
  }

  @Test
  void planSaysWhatIsGainedAndWhatIsLost() {
    assertThat(text(new ReferenceRestorePlanView(referencePlan(Optional.of(NOW)))))
        .startsWith("plan: bring branch \"dev\" back from backup " + BACKUP)
        .contains("3 gained, 2 lost")
        .contains("cdcdcdcdcdcdcdcd, 2026-11-22 02:00:00 UTC: drop everything\n")
        .contains("and 1 more")
        .contains("1: sales.orders")
        .contains("1: sales.later")
        .contains("1 missing object")
        .contains("something to know");
    assertThat(text(new ReferenceRestorePlanView(referencePlan(Optional.of(THEN)))))
        .contains("the same");
    assertThat(text(new ReferenceRestorePlanView(referencePlan(Optional.empty()))))
        .contains("there is none of that name");
  }

  @Test
  void obstacleEndsADryRunAsItWouldEndTheRun() {
    View references = new ReferenceRestorePlanView(referencePlan(Optional.of(NOW), "it cannot be"));
    View tables = new TableRestorePlanView(tablePlan("it is in the way"));
    assertThat(references.exitCode()).isEqualTo(13);
    assertThat(text(references)).contains("obstacle").contains("it cannot be");
    assertThat(tables.exitCode()).isEqualTo(13);
    assertThat(text(tables))
        .contains("replaces    sales.orders: s3://lake/1.json")
        .contains("comes back  sales: NAMESPACE")
        .contains("it is in the way");
  }
}
