package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nessiebackup.testing.NessieZip;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A catalog in Nessie's export format, compared with what Nessie's API shows. */
final class ExportedCatalog {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> PREFIXES =
      Map.of("BRANCH", "refs/heads/", "TAG", "refs/tags/");

  private final Map<String, NessieZip.Message> commits = new HashMap<>();
  private final Map<String, NessieZip.Message> references = new TreeMap<>();

  ExportedCatalog(NessieZip zip) {
    zip.commits().forEach(commit -> commits.put(commit.hex("commit_id"), commit));
    zip.references().forEach(reference -> references.put(reference.text("name"), reference));
  }

  /** Every reference with its log and its contents, and no other. */
  void assertHoldsAll(CatalogRecord record) {
    assertThat(references).hasSameSizeAs(record.references());
    for (NessieClient.Reference expected : record.references().values()) {
      String name = PREFIXES.get(expected.type()) + expected.name();
      assertThat(references).containsKey(name);
      assertThat(references.get(name).hex("pointer")).isEqualTo(expected.hash());
      List<NessieZip.Message> line = line(expected.hash());
      assertLog(line, record.logs().get(expected.name()));
      assertContents(line, record.contents().get(expected.name()));
    }
  }

  /** A commit and its ancestors, the newest first. */
  private List<NessieZip.Message> line(String head) {
    List<NessieZip.Message> line = new ArrayList<>();
    NessieZip.Message commit = commits.get(head);
    while (commit != null) {
      line.add(commit);
      commit = commits.get(commit.hex("parent_commit_id"));
    }
    return line;
  }

  private static void assertLog(List<NessieZip.Message> line, List<JsonNode> log) {
    assertThat(line).hasSameSizeAs(log);
    for (int i = 0; i < log.size(); i++) {
      NessieZip.Message commit = line.get(i);
      JsonNode expected = log.get(i);
      assertThat(commit.hex("commit_id")).isEqualTo(text(expected, "commitMeta", "hash"));
      assertThat(commit.text("message")).isEqualTo(text(expected, "commitMeta", "message"));
      assertThat(commit.hex("parent_commit_id")).isEqualTo(text(expected, "parentCommitHash"));
      assertThat(commit.messages("operations")).hasSameSizeAs(expected.get("operations"));
      assertThat(commit.messages("headers"))
          .filteredOn(header -> header.text("name").equals("author"))
          .flatExtracting(header -> header.texts("values"))
          .containsExactlyElementsOf(
              expected
                  .get("commitMeta")
                  .get("authors")
                  .valueStream()
                  .map(JsonNode::asString)
                  .toList());
    }
  }

  private static String text(JsonNode node, String... path) {
    JsonNode found = node;
    for (String name : path) {
      found = found.path(name);
    }
    return found.asString();
  }

  /** What the operations leave, from the first commit on. */
  private static void assertContents(List<NessieZip.Message> line, Map<String, JsonNode> expected) {
    Map<String, JsonNode> contents = new TreeMap<>();
    Deque<NessieZip.Message> oldestFirst = new ArrayDeque<>(line);
    while (!oldestFirst.isEmpty()) {
      for (NessieZip.Message operation : oldestFirst.removeLast().messages("operations")) {
        String key = key(operation.texts("content_key").getFirst());
        if (operation.choice("operation_type").equals("Put")) {
          contents.put(key, JSON.readTree(operation.bytes("value")));
        } else {
          contents.remove(key);
        }
      }
    }
    assertThat(contents.keySet()).isEqualTo(expected.keySet());
    contents.forEach(
        (key, content) ->
            expected
                .get(key)
                .get("content")
                .properties()
                .forEach(
                    property ->
                        assertThat(content.path(property.getKey()))
                            .as(key + " " + property.getKey())
                            .isEqualTo(property.getValue())));
  }

  /** A key as stored, in the form that the API gives it. */
  private static String key(String stored) {
    String elements = stored.substring(stored.indexOf('\0') + 1, stored.lastIndexOf('\0'));
    return JSON.valueToTree(elements.split("\1")).toString();
  }
}
