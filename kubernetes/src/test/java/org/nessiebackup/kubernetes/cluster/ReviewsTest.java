package org.nessiebackup.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.testbed.AccessRules;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import tools.jackson.databind.JsonNode;

class ReviewsTest {
  private static final Permission VIEW = new Permission("nessie-backup.org", "catalogs", "get");

  @TempDir Path folder;
  private ClusterScene scene;

  @BeforeEach
  void start() {
    scene = new ClusterScene(folder);
    scene
        .cluster
        .rules()
        .allowEverywhere(
            TestCluster.OPERATOR,
            List.of(
                AccessRules.rule(new Permission("authentication.k8s.io", "tokenreviews", "create")),
                AccessRules.rule(
                    new Permission("authorization.k8s.io", "subjectaccessreviews", "create"))));
    for (String user : new String[] {"anna", "unaware-anna"}) {
      scene.cluster.rules().allow(user, TestCluster.NAMESPACE, List.of(AccessRules.rule(VIEW)));
    }
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private Optional<String> user(String token, String... audiences) {
    return new Reviews(scene.connection, List.of(audiences))
        .user(token)
        .map(found -> found.path("username").asString());
  }

  @Test
  void theClusterSaysWhoseATokenIs() {
    assertThat(user("anna")).contains("anna");
    assertThat(user("stranger")).isEmpty();
    assertThat(user("anna@other")).isEmpty();
  }

  @Test
  void tokensHaveToBeForThisService() {
    assertThat(user("anna@backups", "x", "backups")).contains("anna");
    assertThat(user("anna", "backups")).isEmpty();
    assertThat(user("anna@other", "backups")).isEmpty();
    assertThat(user("unaware-anna", "backups")).isEmpty();
  }

  @Test
  void rulesOfTheClusterSayWhatSomebodyMayDo() {
    Reviews reviews = new Reviews(scene.connection, List.of());
    JsonNode anna = reviews.user("anna").orElseThrow();

    assertThat(reviews.allowed(anna, VIEW)).isTrue();
    assertThat(reviews.allowed(anna, new Permission(VIEW.group(), VIEW.resource(), "operate")))
        .isFalse();
  }

  @Test
  void whoWaitsToBeLetInHearsSoonThatTheClusterDoesNotAnswer() {
    scene.cluster.faults().refuse(503, 0, 1, request -> true);
    assertThat(user("anna")).contains("anna");

    scene.cluster.faults().refuse(503, 0, 100, request -> true);
    assertThatThrownBy(() -> user("anna")).hasMessageContaining("answers 503");
    assertThat(scene.clock.instant()).isBefore(ClusterScene.BEGIN.plus(Duration.ofSeconds(5)));
  }

  @Test
  void whoMayNotAskIsToldWhichRuleIsMissing() {
    scene.cluster.rules().forget(TestCluster.OPERATOR);

    assertThatThrownBy(() -> user("anna"))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("cannot ask whose a token is")
        .hasMessageNotContaining("anna")
        .extracting("failure")
        .isEqualTo(Failure.PERMISSION);
  }
}
