package org.nessiebackup.service.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.testing.OpenApi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description says what the program does: which routes, for whom, and what may be asked. */
class OpenApiTest {
  private static final TestApi SERVICE = TestApi.unseen("sales");
  private static final OpenApi OPEN_API = SERVICE.openApi();

  @Test
  void everyRouteIsDescribedAndNothingElseIs() {
    assertThat(OPEN_API.operations().keySet())
        .isEqualTo(SERVICE.endpoints().stream().map(TestApi::name).collect(Collectors.toSet()));
  }

  /** A text with a comma becomes two words in YAML, if it is not quoted. */
  @Test
  void schemasAreMadeOfWordsThatMeanSomething() {
    Set<String> known =
        Set.of(
            "type",
            "description",
            "enum",
            "const",
            "properties",
            "required",
            "items",
            "anyOf",
            "additionalProperties",
            "pattern",
            "minimum",
            "maximum",
            "maxItems",
            "minItems",
            "minLength",
            "maxLength",
            "default",
            "oneOf",
            "$ref",
            "format",
            "x-role");
    OPEN_API.schemas().forEach((name, schema) -> assertKnown(name, schema, known));
  }

  private static void assertKnown(String place, JsonNode schema, Set<String> known) {
    assertThat(known).as(place).containsAll(schema.propertyNames());
    schema
        .path("properties")
        .properties()
        .forEach(each -> assertKnown(place + "." + each.getKey(), each.getValue(), known));
    if (schema.has("items")) {
      assertKnown(place + "[]", schema.get("items"), known);
    }
  }

  @Test
  void everyRouteWantsTheRoleThatIsDescribed() {
    for (Endpoint each : SERVICE.endpoints()) {
      assertThat(each.role().map(role -> role.label()).orElse("none"))
          .as(TestApi.name(each))
          .isEqualTo(OPEN_API.operations().get(TestApi.name(each)).path("x-role").asString(""));
    }
  }

  @Test
  void whatCanBeStartedIsDescribedWordForWord() {
    for (CommandForm form : CommandForm.values()) {
      JsonNode schema = OPEN_API.schema(schemaOf(form));
      Set<String> members = new TreeSet<>(schema.get("properties").propertyNames());
      members.remove("command");
      assertThat(form.arguments().stream().map(Argument::name).collect(Collectors.toSet()))
          .as(form.label())
          .isEqualTo(members);
      assertThat(strings(schema.get("required")))
          .as(form.label())
          .isEqualTo(
              Stream.concat(
                      Stream.of("command"),
                      form.arguments().stream().filter(Argument::required).map(Argument::name))
                  .collect(Collectors.toSet()));
      assertThat(schema.path("x-role").asString("")).isEqualTo(form.role().label());
      for (Argument each : form.arguments()) {
        assertThat(schema.at("/properties/" + each.name()).path("x-role").asString("viewer"))
            .as(each.name())
            .isEqualTo(each.role().label());
      }
      assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
      assertThat(refersTo("PlanRequest", form)).isEqualTo(form.plans());
      assertThat(refersTo("RunRequest", form)).isTrue();
    }
    assertThat(OPEN_API.schema("RunRequest").get("oneOf").size())
        .isEqualTo(CommandForm.values().length);
  }

  @Test
  void textsHaveThePatternsThatAreDescribed() {
    for (Form form : Form.values()) {
      assertThat(OPEN_API.schema(form.schema()).path("pattern").asString(""))
          .as(form.schema())
          .isEqualTo(form.pattern());
    }
  }

  /** What the description allows is taken, and what it does not allow is not. */
  @Test
  void whatIsDescribedIsWhatIsTaken() {
    Map<String, Boolean> requests =
        Map.ofEntries(
            Map.entry("{'command':'backup'}", true),
            Map.entry("{'command':'backup','type':'full','tags':['audit','x.y']}", true),
            Map.entry("{'command':'backup','type':'other'}", false),
            Map.entry("{'command':'backup','tags':['--identity=/etc/passwd']}", false),
            Map.entry("{'command':'backup','tags':'audit'}", false),
            Map.entry("{'command':'backup','config':'/etc/x'}", false),
            Map.entry("{'command':'backup','--notify':'https://example.org'}", false),
            Map.entry("{'command':'verify','depth':'graph','all':true}", true),
            Map.entry("{'command':'verify','all':'yes'}", false),
            Map.entry("{'command':'verify','points':['latest','@/etc/passwd']}", false),
            Map.entry("{'command':'verify','points':['--files']}", false),
            Map.entry("{'command':'drill','sample':0}", false),
            Map.entry("{'command':'drill','sample':10,'point':'latest~1'}", true),
            Map.entry("{'command':'check','max_age':'26h','graph':false}", true),
            Map.entry("{'command':'check','max_age':'26h --debug'}", false),
            Map.entry("{'command':'keep'}", false),
            Map.entry("{'command':'keep','point':'latest','reason':'before\\nit'}", false),
            Map.entry("{'command':'keep','point':'latest','reason':'before it'}", true),
            Map.entry("{'command':'copy','since':'2026-11-22'}", true),
            Map.entry("{'command':'copy','to':'/tmp/x'}", false),
            Map.entry("{'command':'prune','keep_last':1}", false),
            Map.entry("{'command':'prune'}", true),
            Map.entry("{'command':'restore','to':'yesterday 14:00','move_views':true}", true),
            Map.entry("{'command':'restore','point':'latest','target_schema':'x'}", false),
            Map.entry("{'command':'restore-ref','point':'latest','ref':'main'}", true),
            Map.entry("{'command':'restore-ref','point':'latest','ref':'-x'}", false),
            Map.entry(
                "{'command':'restore-table','point':'latest','ref':'main','keys':['a.b']}", true),
            Map.entry("{'command':'restore-table','point':'latest','ref':'main','keys':[]}", false),
            Map.entry(
                "{'command':'restore-table','point':'latest','ref':'main','keys':['@x']}", false),
            Map.entry("{'command':'undo','release':true,'older_than':'7d'}", true),
            Map.entry("{'command':'key'}", false),
            Map.entry("{'command':'init'}", false),
            Map.entry("{'command':['backup']}", false),
            Map.entry("{}", false));
    requests.forEach(
        (text, good) -> {
          ObjectNode request = (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
          List<String> faults = OPEN_API.faults("RunRequest", request);
          assertThat(faults.isEmpty()).as(text + " " + faults).isEqualTo(good);
          if (good) {
            assertThat(CommandForm.of(request).command(request).words()).isNotEmpty();
          } else {
            assertThatThrownBy(() -> CommandForm.of(request).command(request))
                .as(text)
                .isInstanceOf(BackupException.class);
          }
        });
  }

  @Test
  void wordsOfACommandAreThoseOfItsOptions() {
    ObjectNode request =
        (ObjectNode)
            JsonMapper.shared()
                .readTree(
                    """
                    {"command": "restore-table", "keys": ["a.b", ".-x"], "point": "latest",
                     "ref": "main", "force": true, "onto": "it's"}
                    """);
    assertThat(CommandForm.of(request).command(request).line())
        .isEqualTo("restore-table '--onto=it'\\''s' --force latest main a.b .-x");
  }

  private static String schemaOf(CommandForm form) {
    return Stream.of(form.label().split("-", -1))
            .map(
                word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining())
        + "Request";
  }

  private static boolean refersTo(String schema, CommandForm form) {
    return OPEN_API
        .schema(schema)
        .get("oneOf")
        .valueStream()
        .anyMatch(each -> each.path("$ref").asString("").endsWith("/" + schemaOf(form)));
  }

  private static Set<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
  }
}
