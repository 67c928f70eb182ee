package org.nessiebackup.service.page;

import static org.nessiebackup.service.page.ContentTable.Cell.code;
import static org.nessiebackup.service.page.ContentTable.Cell.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.Quantity;
import org.nessiebackup.service.page.ContentPage.Found;
import org.nessiebackup.service.page.ContentPage.Part;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What commands find in catalogs, in words and tables. */
public final class ContentText {
  private static final int MOST = 500;

  private ContentText() {}

  /** A document over several lines; as it is if it is none. */
  static String pretty(String json) {
    try {
      return JsonMapper.shared().readTree(json).toPrettyString();
    } catch (JacksonException e) {
      return json;
    }
  }

  /** Why something could not be read, and what to do. */
  static String why(ObjectNode error) {
    if (error.path("code").asString("").equals(Failure.KEY_MISSING.label())) {
      return "This service has no identity, so it cannot read what is in backups; that is how it"
          + " should be. Run the command above where the identity is, or start the service with"
          + " --identity.";
    }
    String hint = error.path("hint").asString("");
    return error.path("message").asString("") + (hint.isEmpty() ? "." : ". " + hint);
  }

  /** As much of a hash as commands need to find it. */
  public static String brief(String hash) {
    return hash.length() > 16 ? hash.substring(0, 16) : hash;
  }

  /** What {@code diff} has found. */
  static Found differences(JsonNode summary) {
    List<Part> parts = new ArrayList<>();
    ContentTable moves = ContentTable.of("Branch or tag", "Change", "Commits", "From", "To");
    for (JsonNode each : summary.path("references")) {
      moves.row(
          text(each.path("name").asString("")),
          text(each.path("change").asString("")),
          text(commits(each)),
          code(brief(each.path("from_hash").asString(""))),
          code(brief(each.path("to_hash").asString(""))));
    }
    parts.add(
        new Part(
            "Branches and tags that are the same in both: %s."
                .formatted(Quantity.count(summary.path("same").asLong(0))),
            moves));
    for (JsonNode each : summary.path("references")) {
      ContentTable contents =
          ContentTable.of("Key", "Type", "Change", "Metadata before", "Metadata after");
      each.path("contents")
          .valueStream()
          .limit(MOST)
          .forEach(
              change ->
                  contents.row(
                      text(change.path("key").asString("")),
                      text(change.path("type").asString("")),
                      text(change.path("change").asString("")),
                      code(change.path("from_metadata_location").asString("")),
                      code(change.path("to_metadata_location").asString(""))));
      if (contents.some()) {
        int all = each.path("contents").size();
        parts.add(
            new Part(
                "On %s%s"
                    .formatted(
                        each.path("name").asString(""),
                        all > MOST ? ", the first %d of %d".formatted(MOST, all) : ""),
                contents));
      }
    }
    return new Found(parts, Optional.empty());
  }

  private static String commits(JsonNode reference) {
    long gained = reference.path("commits_gained").asLong(0);
    long lost = reference.path("commits_lost").asLong(0);
    return (gained > 0 ? "+" + gained : "") + (lost > 0 ? " \u2212" + lost : "");
  }
}
