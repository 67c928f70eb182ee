package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.operator.template.Installation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The operator makes of a catalog what the chart makes of the same settings. */
class OperatorObjectsTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"defaults", "bucket", "existing", "open", "everything", "unencrypted", "service"})
  void filesOfValuesGiveTheSameObjects(String values) throws IOException {
    ObjectNode given = TwoRenderers.read(Deployment.values(values));

    assertThat(new TwoRenderers(given).differences(folder)).isEmpty();
  }

  @Test
  void changesGiveTheSameObjects() throws IOException {
    change(4);
  }

  @Tag("thorough")
  @Test
  void eachSingleChangeGivesTheSameObjects() throws IOException {
    change(1);
  }

  private void change(int stride) throws IOException {
    List<ObjectNode> changes = changes();
    for (int i = 0; i < changes.size(); i += stride) {
      ObjectNode change = changes.get(i);
      assertThat(new TwoRenderers(change).differences(folder)).as("%s", change).isEmpty();
    }
  }

  @Test
  void changesAreOfEveryFieldThatTheChartAndACatalogHave() throws IOException {
    JsonNode schema = YAML.readTree(Files.readString(Chart.folder().resolve("values.schema.json")));
    List<ObjectNode> changes = changes();

    assertThat(TwoRenderers.fields(schema))
        .hasSizeGreaterThan(150)
        .allSatisfy(
            field -> assertThat(changes).anyMatch(change -> !change.at(field).isMissingNode()));
  }

  /** What the one refuses, such as arguments beside the service, the other refuses as well. */
  @Test
  void changesTogetherGiveTheSameObjects() throws IOException {
    combine(0, 10);
  }

  @Test
  @Tag("thorough")
  void manyChangesTogetherGiveTheSameObjects() throws IOException {
    combine(10, 300);
  }

  private void combine(int from, int to) throws IOException {
    int refused = 0;
    for (int seed = from; seed < to; seed++) {
      Random random = new Random(seed);
      List<ObjectNode> changes = changes();
      Collections.shuffle(changes, random);
      ObjectNode all = YAML.createObjectNode();
      for (ObjectNode change : changes.subList(0, 4 + random.nextInt(16))) {
        all = TreePaths.laid(all, change);
      }
      TwoRenderers both = new TwoRenderers(all);
      if (both.refusal(folder).isPresent()) {
        refused++;
        assertThatThrownBy(both::ours).as("%d: %s", seed, all).isInstanceOf(BackupException.class);
      } else {
        assertThat(both.differences(folder)).as("%d: %s", seed, all).isEmpty();
      }
    }
    assertThat(refused).isLessThan((to - from) / 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{database: {host: ''}} | database.host: say where",
        "{database: {password: {secret: ''}}} | database.password.secret: name the Secret",
        "{drill: {enabled: true, nessie: {image: nessie, jar: ''}}} | drill.nessie.jar: name the"
            + " jar",
        "{service: {enabled: true}, backup: {arguments: [--x]}} | backup.arguments: the service",
        "{service: {enabled: true}, incremental: {arguments: [--x]}} | incremental.arguments: the",
        "{service: {enabled: true}, prune: {arguments: [--x]}} | prune.arguments: the service has",
        "{service: {enabled: true}, verify: {arguments: [--x]}} | verify.arguments: the service"
            + " has",
        "{service: {enabled: true, auth: oidc, oidc: {client: a}}} | service.oidc.issuer: name the",
        "{service: {enabled: true, auth: oidc, oidc: {issuer: a}}} | service.oidc.client: say what",
        "{service: {enabled: true, replica: {enabled: true, password: {secret: a}}}} |"
            + " service.replica.host: say where the",
        "{service: {enabled: true, replica: {enabled: true, host: a}}} |"
            + " service.replica.password.secret: name the Secret"
      })
  void whatTheChartRefusesIsRefusedWithThePathOfTheField(String given, String reason)
      throws IOException {
    TwoRenderers both = new TwoRenderers((ObjectNode) YAML.readTree(given));

    assertThat(both.refusal(folder)).get().asString().contains(reason);
    assertThatThrownBy(both::catalog)
        .isInstanceOf(BackupException.class)
        .hasMessageStartingWith("spec." + reason.replace(":", " of NessieCatalog:"))
        .extracting(each -> ((BackupException) each).failure())
        .isEqualTo(Failure.USAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lake",
        "nessie-backup",
        "my-nessie-backup",
        "sales-and-marketing-of-the-north-and-south",
        "a-name-that-ends-with-a-dash-where-it-i-s-cut"
      })
  void objectsOfACatalogAreCalledAsThoseOfAReleaseOfItsName(String name) {
    List<Manifest> manifests =
        Chart.renderNeutral(
            name, Map.of("database.host", "pg", "database.password.secret", "pg-login"));

    assertThat(manifests)
        .filteredOn(each -> each.component().equals("backup"))
        .extracting(Manifest::name)
        .containsExactly(Installation.objectName(name));
  }

  private static List<ObjectNode> changes() throws IOException {
    List<ObjectNode> changes = new ArrayList<>();
    Path file = Deployment.home().resolve("src/test/resources/operator/changes.yaml");
    for (JsonNode change : YAML.readTree(Files.readString(file))) {
      changes.add((ObjectNode) change);
    }
    return changes;
  }
}
