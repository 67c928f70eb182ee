package org.nessiebackup.service.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.TestCatalog;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.TestContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is asked of commands, and what is made of their answers. */
class RecoveryTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Origin.Person ADMIN = new Origin.Person("alice", "127.0.0.1");

  private final HandClock clock = new HandClock(NOW);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new HashMap<>();
  private Recovery recovery;

  @BeforeEach
  void answer() {
    answers.put(
        "refs",
        """
        {"references": [{"name": "main", "type": "BRANCH", "default": true},
          {"name": "v1", "type": "TAG", "default": false}]}
        """);
    answers.put(
        "log",
        """
        {"commits": [{"hash": "c3", "parents": ["c2"], "created": "2026-11-22T08:30:00Z",
          "authors": ["etl"], "message": "oops\\nmore", "put": [], "removed": ["sales.orders"]}]}
        """);
    answers.put("ls", "{\"entries\": [{\"key\": \"sales\"}, {\"key\": \"sales.items\"}]}");
    answers.put(
        "find-change",
        """
        {"backups": 3, "spans": [%s, %s, %s], "unreadable": []}
        """
            .formatted(
                span("b1", "2026-11-22T06:00:00Z", "present"),
                span("b2", "2026-11-22T08:00:00Z", "present"),
                span("b3", "2026-11-22T08:59:00Z", "absent")));
    answers.put("restore-table", "{\"plan\": {\"keys\": [], \"obstacles\": []}}");
    TestContext work = new TestContext().by(clock);
    EventLog events = new EventLog(clock);
    Fleet fleet =
        new Fleet(
            List.of(TestCatalog.withoutVault("lake"), TestCatalog.withoutVault("shop")),
            events,
            work.context());
    recovery =
        new Recovery(
            fleet,
            new Runs(
                (command, place, messages, cancellation) -> result(command.line()),
                fleet.archive(),
                events,
                clock,
                2),
            (command, place, messages, cancellation) -> result(command.line()),
            clock);
  }

  private static String span(String backup, String at, String state) {
    return """
    {"first": {"backup_id": "%1$s", "state_of": "%2$s"},
     "last": {"backup_id": "%1$s", "state_of": "%2$s"}, "backups": 1, "state": "%3$s"}
    """
        .formatted(backup, at, state);
  }

  private CommandResult result(String line) {
    lines.add(line);
    ObjectNode answer =
        (ObjectNode)
            JsonMapper.shared().readTree(answers.getOrDefault(line.split(" ", -1)[0], "{}"));
    boolean failed = answer.has("code");
    return new CommandResult(
        failed ? 1 : 0,
        failed ? Optional.empty() : Optional.of(answer),
        failed ? Optional.of(answer) : Optional.empty());
  }

  private static Question question(String what, String reference, String since) {
    return Question.of(
        "lake",
        Optional.of(what).filter(text -> !text.isEmpty()),
        Optional.of(reference).filter(text -> !text.isEmpty()),
        Optional.of(since).filter(text -> !text.isEmpty()),
        NOW);
  }

  private Diagnosis find(Question question) {
    CatalogView view = recovery.view("lake", question.reference());
    return recovery.table(question, view, view.meantBy(question.what().orElseThrow()).getFirst());
  }

  @Test
  void nameThatWasTypedIsLookedForAmongThoseThatAreThereOrWereUntilLately() {
    CatalogView view = recovery.view("lake", Optional.empty());

    assertThat(view.reference()).isEqualTo("main");
    assertThat(view.meantBy("sales.items")).containsExactly("sales.items");
    assertThat(view.meantBy("ORDERS")).containsExactly("sales.orders");
    assertThat(view.meantBy("er")).containsExactly("sales.orders");
    assertThat(view.meantBy("sal")).containsExactly("sales", "sales.items", "sales.orders");
    assertThat(view.meantBy("nothing")).isEmpty();
  }

  @Test
  void newestChangeIsMeantIfNobodyRemembersWhenAllWasGood() {
    Diagnosis diagnosis = find(question("orders", "", ""));

    assertThat(diagnosis.then().orElseThrow().last()).isEqualTo("b2");
    assertThat(diagnosis.now().orElseThrow().state()).isEqualTo("absent");
    assertThat(diagnosis.commits()).extracting(CatalogView.Commit::hash).containsExactly("c3");
    assertThat(diagnosis.commits().getFirst().message()).isEqualTo("oops");
    assertThat(diagnosis.choice().orElseThrow().backup()).isEqualTo("b2");
  }

  @Test
  void changesSinceAMomentAreMeantIfSomebodyRemembersIt() {
    assertThat(find(question("orders", "", "2h")).choice().orElseThrow().backup()).isEqualTo("b1");
    assertThat(find(question("orders", "", "1m")).then().orElseThrow().last()).isEqualTo("b2");
  }

  @Test
  void branchIsThereThoughNothingWasCommittedToItSince() {
    CatalogView view = recovery.view("lake", Optional.of("main"));

    assertThat(recovery.branch(question("", "main", "10m"), view))
        .satisfies(diagnosis -> assertThat(diagnosis.commits()).isEmpty())
        .satisfies(diagnosis -> assertThat(diagnosis.target().found()).isTrue());
  }

  @Test
  void wayThatNothingStandsInTheWayOfNeedNotReplaceAnything() {
    assertThat(tablePlan().others()).containsExactly(Way.BRANCH, Way.CATALOG);
    answers.put("restore-table", "{\"plan\": {\"keys\": [], \"obstacles\": [\"another\"]}}");
    assertThat(tablePlan().others()).containsExactly(Way.REPLACE, Way.BRANCH, Way.CATALOG);
    answers.put("restore-table", "{\"code\": \"usage\", \"message\": \"no Nessie is given\"}");
    assertThat(tablePlan().others()).containsExactly(Way.CATALOG);
  }

  @Test
  void whatWasRehearsedIsDoneAndOnceOnly() throws InterruptedException {
    Plan plan =
        recovery.plan("lake", find(question("orders", "", "")), Way.TABLE, Optional.empty());
    String command = "restore-table b2 main sales.orders --catalog lake";

    recovery.start("lake", plan.id(), ADMIN);
    recovery.start("lake", plan.id(), ADMIN);

    assertThat(plan.possible()).isTrue();
    while (!recovery.run(plan).orElseThrow().state().isOver()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(lines.stream().filter(line -> line.startsWith("restore")))
        .containsExactly(command + " --dry-run", command + " --yes");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> recovery.plan("lake", "0011223344"))
        .satisfies(error -> assertThat(error.failure()).isEqualTo(Failure.USAGE));
  }

  @Test
  void planOfOneCatalogIsNoneOfAnother() {
    Plan plan = tablePlan();

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> recovery.plan("shop", plan.id()))
        .withMessageContaining("not known");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> recovery.start("shop", plan.id(), ADMIN))
        .withMessageContaining("not known");
    assertThat(recovery.run(plan)).isEmpty();
  }

  @Test
  void whatWasLookedAtLongAgoIsNotDone() {
    Plan plan = tablePlan();
    clock.advance(Duration.ofMinutes(15).plusSeconds(1));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> recovery.start("lake", plan.id(), ADMIN))
        .withMessageContaining("too old");
    assertThat(recovery.run(plan)).isEmpty();
  }

  private Plan tablePlan() {
    return recovery.plan("lake", find(question("orders", "", "")), Way.TABLE, Optional.empty());
  }

  @Test
  void commitThatIsTypedIsNoOption() {
    answers.put("restore-ref", "{\"plan\": {\"obstacles\": []}}");
    Plan plan =
        recovery.plan(
            "lake", find(question("orders", "", "")), Way.BRANCH, Optional.of("--catalog"));

    assertThat(plan.command().words())
        .containsExactly("restore-ref", "b2", "main", "--to=--catalog", "--catalog", "lake");
  }

  @Test
  void wayThatCannotBeRehearsedIsShownAndNotOffered() {
    answers.put("restore-table", "{\"code\": \"usage\", \"message\": \"no Nessie is given\"}");

    Plan plan =
        recovery.plan("lake", find(question("orders", "", "")), Way.TABLE, Optional.empty());

    assertThat(plan.possible()).isFalse();
    assertThat(plan.trouble().orElseThrow()).hasMessage("no Nessie is given");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> recovery.start("lake", plan.id(), ADMIN))
        .withMessageContaining("in the way");
  }

  @Test
  void serviceWithoutAnIdentitySaysSo() {
    answers.put("refs", "{\"code\": \"key-missing\", \"message\": \"no identity\"}");

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> recovery.view("lake", Optional.empty()))
        .satisfies(error -> assertThat(error.failure()).isEqualTo(Failure.KEY_MISSING));
  }

  @Test
  void noNameBecomesAnOption() {
    List<String> words = new ArrayList<>();
    for (String key : List.of("-n", "--yes", "-a*b.c", "sales.-n")) {
      words.add(Question.argument(key));
    }

    assertThat(words).containsExactly(".-n", ".--yes", ".-a**b.c", "sales.-n");
    for (String reference : List.of("--yes", "a\nb", "x".repeat(501))) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> question("orders", reference, ""))
          .satisfies(error -> assertThat(error.failure()).isEqualTo(Failure.USAGE));
    }
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> question("", "", "the day before"))
        .withMessageContaining("is no moment");
  }
}
