package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What looking into a backup shows, beside what Nessie itself answers.
 *
 * @param commands runs the program
 * @param id the backup, or {@code live}
 */
record BrowsedBackup(CommandRunner commands, String id) {
  private static final int CONTENTS_EACH = 2;

  /**
   * Holds all references, and of some the whole log, all keys and some contents against the
   * server's answers.
   */
  void assertShowsWhat(NessieClient nessie, String... looked) {
    Map<String, NessieClient.Reference> shown = new TreeMap<>();
    for (JsonNode each : run("refs", id).path("references")) {
      NessieClient.Reference reference =
          new NessieClient.Reference(
              each.path("type").asString(),
              each.path("name").asString(),
              each.path("hash").asString());
      shown.put(reference.name(), reference);
      assertThat(each.path("default").asBoolean()).isEqualTo(reference.name().equals("main"));
    }
    assertThat(shown).isEqualTo(nessie.references()).isNotEmpty();
    for (String reference : looked) {
      assertLog(nessie, reference);
      assertContents(nessie, reference);
    }
  }

  private void assertLog(NessieClient nessie, String reference) {
    List<List<Object>> expected = new ArrayList<>();
    for (JsonNode entry : nessie.log(reference)) {
      JsonNode meta = entry.path("commitMeta");
      expected.add(
          List.of(
              meta.path("hash"),
              meta.path("parentCommitHashes"),
              meta.path("message"),
              meta.path("authors")));
    }
    List<List<Object>> actual = new ArrayList<>();
    for (JsonNode commit : run("log", id, reference, "--limit", "10000").path("commits")) {
      actual.add(
          List.of(
              commit.path("hash"),
              commit.path("parents"),
              commit.path("message"),
              commit.path("authors")));
    }
    assertThat(actual).as("log of " + reference).isEqualTo(expected).isNotEmpty();
  }

  private void assertContents(NessieClient nessie, String reference) {
    Map<String, JsonNode> expected = nessie.contents(reference);
    JsonNode entries = run("ls", id, reference).path("entries");
    assertThat(entries).hasSize(expected.size());
    int compared = 0;
    for (JsonNode entry : entries) {
      JsonNode other = expected.get(entry.path("elements").toString());
      assertThat(entry.path("type")).isEqualTo(other.path("type"));
      assertThat(entry.path("content_id")).isEqualTo(other.path("contentId"));
      if (compared < CONTENTS_EACH) {
        compared++;
        String key = entry.path("key").asString();
        JsonNode content =
            JsonMapper.shared()
                .readTree(run("cat", id, reference, key).path("content_json").asString());
        assertThat(content).as(key).isEqualTo(other.path("content"));
      }
    }
  }

  private JsonNode run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    return commands.run(all.toArray(String[]::new)).done().summary();
  }
}
