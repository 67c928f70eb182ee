package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.kubernetes.testbed.ApiRequest;
import org.nessiebackup.kubernetes.testbed.PodProcess;
import org.nessiebackup.kubernetes.testbed.ScriptedPod;
import org.nessiebackup.kubernetes.workload.WorkloadKind;

/**
 * The commands of the chart's Jobs, run by accounts that may do what its Roles say: all of that is
 * needed, nothing is missing, and what is taken away is noticed before anything has changed.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolesAtWorkTest {
  private static final List<String> RESTORE =
      List.of("restore", "latest", "--kubernetes", "--workload", "nessie", "--yes");
  private static final List<String> CHECK =
      List.of("check", "--kubernetes", "--workload", "nessie", "--run-backup");
  private static final int DONE = 0;
  private static final int FAILED = 1;

  private static @TempDir Path folder;
  private static final Map<WorkloadKind, AccountScene> SCENES = new TreeMap<>();

  @BeforeAll
  static void start() throws Exception {
    for (WorkloadKind kind : WorkloadKind.values()) {
      SCENES.put(kind, new AccountScene(Files.createDirectory(folder.resolve(kind.word())), kind));
    }
  }

  @AfterAll
  static void stop() {
    SCENES.values().forEach(AccountScene::close);
  }

  @Test
  @Order(1)
  void theAccountOfBackupsIsRefusedEverything() {
    AccountScene scene = SCENES.get(WorkloadKind.DEPLOYMENT);
    for (List<String> command : List.of(RESTORE, words("undo"), words("reset"))) {
      AccountScene.Answer answer = run(scene, AccountScene.BACKUP, command);
      assertThat(answer.exitCode()).as("%s", answer).isNotZero();
      assertThat(answer.err()).contains("this is not allowed: get deployments \"nessie\"");
    }
    AccountScene.Answer check = run(scene, AccountScene.BACKUP, CHECK);
    assertThat(check.out()).contains("not allowed to look");
    assertThat(scene.requests(AccountScene.BACKUP)).noneMatch(ApiRequest::changes);
  }

  @Test
  @Order(2)
  void whatIsTakenAwayIsMissedBeforeAnythingHasChanged() {
    for (WorkloadKind kind : WorkloadKind.values()) {
      AccountScene scene = SCENES.get(kind);
      List<String> before = scene.work().catalog();
      for (Grant grant : needed(scene, AccountScene.RESTORE, kind)) {
        AccountScene.Answer answer = runWithout(scene, AccountScene.RESTORE, grant, RESTORE);
        assertThat(answer.exitCode()).as("without %s: %s", grant, answer).isNotZero();
        assertThat(answer.err())
            .contains("this is not allowed: ", "%s %s".formatted(grant.verb(), grant.resource()))
            .contains(
                "{apiGroups: [\"%s\"], resources: [\"%s\"]"
                    .formatted(grant.group(), grant.resource()));
      }
      assertThat(scene.requests(AccountScene.RESTORE)).noneMatch(ApiRequest::changes);
      assertThat(scene.work().catalog()).isEqualTo(before);
      assertThat(scene.work().leftBehind()).isEmpty();
    }
  }

  @Tag("thorough")
  @Test
  @Order(3)
  void aCheckSaysWhichRuleIsMissing() {
    AccountScene scene = SCENES.get(WorkloadKind.DEPLOYMENT);
    for (Grant grant : needed(scene, AccountScene.CHECK, WorkloadKind.DEPLOYMENT)) {
      boolean isToRun = grant.resource().equals("jobs") && !grant.verb().equals("list");
      List<String> look = isToRun ? CHECK : CHECK.subList(0, CHECK.size() - 1);
      AccountScene.Answer answer = runWithout(scene, AccountScene.CHECK, grant, look);
      assertThat(answer.out())
          .as("without %s", grant)
          .contains("resources: [\"" + grant.resource() + "\"]");
    }
    assertThat(scene.requests(AccountScene.CHECK)).noneMatch(ApiRequest::changes);
  }

  /** Those of the other kind of workload are missed where that is the one. */
  private static List<Grant> needed(AccountScene scene, String account, WorkloadKind kind) {
    WorkloadKind other =
        switch (kind) {
          case DEPLOYMENT -> WorkloadKind.STATEFUL_SET;
          case STATEFUL_SET -> WorkloadKind.DEPLOYMENT;
        };
    return scene.granted(account).stream()
        .filter(grant -> kind == WorkloadKind.DEPLOYMENT || grant.toString().contains(kind.word()))
        .filter(
            grant ->
                !grant.toString().contains(other.word())
                    // Both kinds are looked at, as only the name is given.
                    || (grant.verb().equals("get") && grant.resource().equals(other.resource())))
        .toList();
  }

  private static AccountScene.Answer runWithout(
      AccountScene scene, String account, Grant grant, List<String> command) {
    List<Grant> all = scene.granted(account);
    List<Grant> others = new ArrayList<>(all);
    others.remove(grant);
    scene.allow(account, others);
    try {
      return run(scene, account, command);
    } finally {
      scene.allow(account, all);
    }
  }

  @Test
  @Order(4)
  void eachCommandSucceedsAndTogetherTheyNeedAllOfTheRules() {
    for (AccountScene scene : SCENES.values()) {
      new WorkWalk(scene).check();
      new WorkWalk(scene).restore();
    }
    WorkWalk others = new WorkWalk(SCENES.get(WorkloadKind.DEPLOYMENT));
    others.undo();
    others.reset();
    others.restoreOfANessieThatDoesNotStart();
    for (String account : List.of(AccountScene.CHECK, AccountScene.RESTORE)) {
      List<ApiRequest> requests =
          SCENES.values().stream().flatMap(scene -> scene.requests(account).stream()).toList();
      assertThat(SCENES.get(WorkloadKind.DEPLOYMENT).granted(account))
          .isNotEmpty()
          .allSatisfy(grant -> assertThat(requests).as("%s", grant).anyMatch(grant::covers));
    }
  }

  @Test
  @Order(5)
  void jobsOfAnOperatorDoTheSameByTheRulesThatTheyHave() {
    for (AccountScene scene : SCENES.values()) {
      scene.allowAsWithAnOperator();
      new WorkWalk(scene).restore();
      AccountScene.Answer check =
          run(scene, AccountScene.CHECK, CHECK.subList(0, CHECK.size() - 1));
      assertThat(check.out()).doesNotContain("not allowed to look", "add to the Role");
    }
    for (String account : List.of(AccountScene.CHECK, AccountScene.RESTORE)) {
      List<ApiRequest> requests =
          SCENES.values().stream().flatMap(scene -> scene.requests(account).stream()).toList();
      assertThat(AccountScene.grantedToJobs(account))
          .isNotEmpty()
          .allSatisfy(grant -> assertThat(requests).as("%s", grant).anyMatch(grant::covers));
    }
  }

  /** All commands, one after another. */
  private record WorkWalk(AccountScene scene) {
    void check() {
      AccountScene.Answer answer = run(scene, AccountScene.CHECK, CHECK);
      assertThat(answer.exitCode()).as("%s", answer).isEqualTo(DONE);
      assertThat(answer.out())
          .contains("made a backup")
          .contains("the account of this pod may not restore")
          .doesNotContain("add to the Role");
    }

    void restore() {
      // Not the latest one, which the check has made.
      done(words("restore", scene.work().backup().id().value(), "--yes"));
      assertThat(scene.work().catalog()).isEqualTo(scene.work().backedUp());
    }

    void undo() {
      done(words("undo", "--yes"));
      assertThat(scene.work().catalog()).isEqualTo(scene.work().served());
    }

    void reset() {
      String plan = done(words("reset", "--dry-run")).out();
      Matcher code = Pattern.compile("[0-9a-f]{4}(-[0-9a-f]{4}){2}").matcher(plan);
      assertThat(code.find()).as(plan).isTrue();
      done(words("reset", "--confirm", code.group(), "--yes"));
      done(words("undo", "--yes"));
    }

    void restoreOfANessieThatDoesNotStart() {
      scene.work().nextPod(new ScriptedPod(PodProcess.State.CRASHED).logs("no such column"));
      List<String> before = scene.work().catalog();
      List<String> command = new ArrayList<>(RESTORE);
      command.addAll(List.of("--nessie-timeout", "2s"));
      AccountScene.Answer answer = run(scene, AccountScene.RESTORE, command);
      assertThat(answer.exitCode()).as("%s", answer).isEqualTo(FAILED);
      assertThat(answer.err()).contains("no such column");
      assertThat(scene.work().catalog()).isEqualTo(before);
    }

    private AccountScene.Answer done(List<String> command) {
      AccountScene.Answer answer = run(scene, AccountScene.RESTORE, command);
      assertThat(answer.exitCode()).as("%s", answer).isEqualTo(DONE);
      assertThat(scene.work().leftBehind()).isEmpty();
      return answer;
    }
  }

  private static List<String> words(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of(more));
    words.addAll(List.of("--kubernetes", "--workload", "nessie"));
    return words;
  }

  private static AccountScene.Answer run(AccountScene scene, String account, List<String> words) {
    return scene.run(account, words.toArray(String[]::new));
  }
}
