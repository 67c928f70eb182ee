package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Values that make no sense are refused before anything is rendered. */
class ValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "backup.schedul | 0 2 * * *",
        "backup.schedule | every night",
        "backup.schedule | CRON_TZ=UTC 0 2 * * *",
        "backup.type | incremental",
        "backup.deadline | 0",
        "database.port | 70000",
        "database.host | a/b",
        "database.storeType | ROCKSDB",
        "database.parameters.password | hidden",
        "vault.uri | http://example/bucket",
        "vault.claim.size | ten",
        "vault.claim.folder | ..",
        "vault.claim.mountPath | /opt",
        "vault.claim.accessMode | ReadOnlyMany",
        "keys.recipients[0] | AGE-SECRET-KEY-1QQPQ",
        "keys.trusted[0] | abc",
        "keys.hostKey.secret | ''",
        "restore.backup | yesterday",
        "status.maxAge | a day",
        "jobs.startingDeadline | 5",
        "image.tag | latest",
        "image.digest | sha256:abc",
        "monitoring.logFormat | xml",
        "monitoring.pushGateway | http://user:password@gateway",
        "monitoring.heartbeat.jobs[0] | restore",
        "pod.environment.AWS_SECRET_ACCESS_KEY | hidden",
        "networkPolicy.apiServerPorts[0] | 0"
      })
  void nonsenseIsRefused(String name, String value) {
    assertThatThrownBy(() -> Chart.render(Map.of(name, value)))
        .hasMessageContaining("values don't meet the specifications of the schema");
  }

  @Test
  void everyValueOfTheSchemaHasADefaultAndAComment() throws IOException {
    String text = Files.readString(Chart.folder().resolve("values.yaml"));
    JsonNode values = new YAMLMapper().readTree(text);
    JsonNode schema =
        new JsonMapper().readTree(Files.readString(Chart.folder().resolve("values.schema.json")));
    List<String> missing = new ArrayList<>();
    compare("", schema, values, missing);

    assertThat(missing).containsExactly("/global");
    for (String section : values.propertyNames()) {
      assertThat(text)
          .as("a comment on %s", section)
          .containsPattern(
              "(?m)^(#.*|timeZone.*|\\s*)\n(\n?)%s:|^%s:\n  #".formatted(section, section));
    }
  }

  private static void compare(String at, JsonNode schema, JsonNode values, List<String> missing) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = at + "/" + property.getKey();
      if (values.has(property.getKey())) {
        compare(name, property.getValue(), values.get(property.getKey()), missing);
      } else {
        missing.add(name);
      }
    }
  }
}
