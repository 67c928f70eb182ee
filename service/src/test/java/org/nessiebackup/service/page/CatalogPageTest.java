package org.nessiebackup.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.ReplicaHealth;
import org.nessiebackup.service.fleet.ReplicaHealth.Phase;
import org.nessiebackup.service.fleet.SampleReplica;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.Subject;
import org.nessiebackup.service.timeline.TimeWindow;
import org.nessiebackup.vault.journal.JournalMark;

class CatalogPageTest {
  private static final Instant NOW = SampleKnowledge.NOW;
  private static final int MANY = 10_000;
  private static VaultKnowledge many;

  /** One each two minutes, which is more than two weeks of them. */
  @BeforeAll
  static void takeMany() {
    SampleKnowledge known = new SampleKnowledge(NOW);
    for (int i = 0; i < MANY; i++) {
      known.add(NOW.minus(Duration.ofMinutes(2L * (MANY - i))), i % 500 == 0, i);
    }
    many = known.knowledge();
  }

  private static String page(VaultKnowledge known, Optional<String> at, Role role) {
    return page(SampleKnowledge.state("sales", known), at, role);
  }

  private static String page(CatalogState state, Optional<String> at, Role role) {
    Frame frame =
        new Layout(
                new Assets(Pages.assets()),
                catalog -> new Safety("safe", "Safe.", Optional.empty()))
            .still(
                new Request(
                    Map.of(), Map.of(), Map.of(), "", new Subject("alice", role), "", "token-1"),
                "sales",
                Optional.of(new Frame.Spot("sales", Section.POINTS)));
    return new CatalogPage(frame, state, List.of(), true, at.flatMap(TimeWindow::parse), NOW)
        .html()
        .replace("&#x3D;", "=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026-11-28", "2026-11-28T12", "2026-11-28T12:02"})
  void tenThousandPointsStayBelow200KilobytesHoweverNear(String at) {
    String page = page(many, Optional.of(at), Role.OPERATOR);

    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isBetween(3_000, 200_000);
    assertThat(page.contains("?at=2026-11-28")).isTrue();
  }

  @Test
  void everyPointIsReachableByTheKeyboard() {
    assertThat(page(many, Optional.empty(), Role.VIEWER))
        .contains("<a href=\"?at=2026-11-28\">Sat 28 Nov</a>");
    assertThat(page(many, Optional.of("2026-11-28"), Role.VIEWER))
        .contains("<a href=\"?at=2026-11-28T12\">12:00</a>");
    assertThat(page(many, Optional.of("2026-11-28T12"), Role.VIEWER))
        .contains("<a href=\"/catalogs/sales/points/20261128T120107Z-");
  }

  @Test
  void whoMayOnlyLookSeesNoButtonsThatDoSomething() {
    assertThat(page(many, Optional.empty(), Role.VIEWER))
        .doesNotContain("method=\"post\"", "csrf_token", "Back up now")
        .contains("<label for=\"to\">", "What would come back?");
    assertThat(page(many, Optional.empty(), Role.OPERATOR))
        .contains("<input type=\"hidden\" name=\"csrf_token\" value=\"token-1\">", "Back up now");
  }

  @Test
  void whatIsWrongIsSaidBeforeAllElse() {
    String page =
        page(
            new SampleKnowledge(NOW)
                .add(NOW.minus(Duration.ofHours(50)), true, 1)
                .finding("the newest <b>backup</b> is too old")
                .knowledge(),
            Optional.empty(),
            Role.VIEWER);

    assertThat(page)
        .contains(
            "the newest &lt;b&gt;backup&lt;/b&gt; is too old", "title=\"Sat 28 Nov 00:00: no");
    assertThat(page.indexOf("What is wrong")).isLessThan(page.indexOf("Newest point"));
  }

  private static String page(ReplicaHealth replica) {
    CatalogState state =
        SampleKnowledge.state("sales", new SampleKnowledge(NOW).add(NOW, true, 1).knowledge());
    return page(SampleReplica.with(state, replica), Optional.empty(), Role.VIEWER);
  }

  @Test
  void aReplicaIsACardAndWhatIsWrongWithItIsAFinding() {
    assertThat(page(SampleReplica.following(NOW)))
        .contains("<dt>Replica</dt><dd>standby follows, 0.2 s behind, 5.0 MiB kept for it</dd>")
        .doesNotContain("What is wrong");
    assertThat(page(SampleReplica.wrong(Phase.STOPPED, "the slot of replica is lost", NOW)))
        .contains(
            "<dd>standby: STOPPED, 90 s behind",
            "<li>The slot of replica is lost since",
            "Do something about it.");
  }

  @Test
  void marksLeadToWhatWouldComeBackByTheirPosition() {
    SampleKnowledge known =
        new SampleKnowledge(NOW)
            .withMarks(
                List.of(
                    mark("before <upgrade>", "0/1A2B3C8", NOW.minus(Duration.ofDays(3))),
                    mark("nightly", "0/1A2C000", NOW.minus(Duration.ofHours(2)))));
    known.add(NOW.minus(Duration.ofDays(4)), true, 1);

    String all = page(known.knowledge(), Optional.empty(), Role.VIEWER);
    String near = page(known.knowledge(), Optional.of("2026-11-29T12"), Role.VIEWER);

    assertThat(all)
        .contains(
            "<a href=\"/catalogs/sales/moment?to=0%2F1A2C000\">nightly</a>",
            "<a href=\"/catalogs/sales/moment?to=0%2F1A2B3C8\">before &lt;upgrade&gt;</a>",
            "with a mark");
    assertThat(all.indexOf(">nightly<")).isLessThan(all.indexOf(">before &lt;upgrade&gt;<"));
    assertThat(near).contains(">nightly<").doesNotContain(">before &lt;upgrade&gt;<");
  }

  private static JournalMark mark(String name, String position, Instant at) {
    return new JournalMark(
        name, new EpochId("20261120T020000Z-0001"), Lsn.parse(position).orElseThrow(), at);
  }

  @Test
  void aVaultWithoutPointsSaysSo() {
    assertThat(page(new SampleKnowledge(NOW).knowledge(), Optional.empty(), Role.VIEWER))
        .contains("There is no recovery point yet.");
  }
}
