package org.nessiebackup.service.page.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.nessiebackup.service.page.Href;
import org.nessiebackup.service.page.Link;
import org.nessiebackup.service.page.Moment;
import org.nessiebackup.service.page.recovery.RecoveryPage.Lately;
import org.nessiebackup.service.recovery.CatalogView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What has changed, each with a link to ask about it. */
final class LatelyText {
  private static final int COMMITS = 25;
  private static final int REFERENCES = 100;
  private static final int KEYS = 8;

  private LatelyText() {}

  /**
   * The newest commits.
   *
   * @param href where a question leads, by its field and value
   */
  static Lately of(CatalogView view, BinaryOperator<String> href, Instant now) {
    List<Lately.Row> rows = new ArrayList<>();
    for (CatalogView.Commit each : view.commits().stream().limit(COMMITS).toList()) {
      rows.add(
          new Lately.Row(
              Optional.of(new Moment(each.at(), now)),
              did(each),
              each.author() + ": " + each.message(),
              Stream.concat(each.removed().stream(), each.put().stream())
                  .limit(KEYS)
                  .map(key -> new Link(key, href.apply("what", key), false))
                  .toList()));
    }
    return new Lately("What has changed on %s lately".formatted(view.reference()), rows);
  }

  private static String did(CatalogView.Commit commit) {
    if (commit.removed().isEmpty()) {
      return "wrote";
    }
    return commit.put().isEmpty() ? "dropped" : "dropped and wrote";
  }

  /**
   * What differs.
   *
   * @param difference what {@code diff} says
   * @param since as of when
   */
  static Lately of(ObjectNode difference, BinaryOperator<String> href, Moment since) {
    List<Lately.Row> rows = new ArrayList<>();
    for (JsonNode each : difference.path("references")) {
      if (rows.size() < REFERENCES) {
        rows.add(row(each, href));
      }
    }
    return new Lately("What has changed since %s".formatted(since.utc()), rows);
  }

  private static Lately.Row row(JsonNode reference, BinaryOperator<String> href) {
    String name = reference.path("name").asString();
    String branch = href.apply("ref", name);
    List<Link> links = new ArrayList<>();
    links.add(new Link(name, branch, false));
    for (JsonNode content : reference.path("contents")) {
      if (links.size() <= KEYS) {
        String key = content.path("key").asString();
        links.add(
            new Link(
                content.path("change").asString() + " " + key,
                branch + "&what=" + Href.encoded(key),
                false));
      }
    }
    return new Lately.Row(
        Optional.empty(),
        reference.path("change").asString(),
        "%d commits gained, %d lost"
            .formatted(
                reference.path("commits_gained").asInt(0), reference.path("commits_lost").asInt(0)),
        links);
  }
}
