package org.nessiebackup.cli.browse;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.nessiebackup.browse.CommitReport;
import org.nessiebackup.browse.PlaceReport;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.ObjectId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What several results say of places and commits. */
final class BrowseText {
  /** Enough to be the only one, as a rule; commands take the beginning of a hash. */
  private static final int HASH_DIGITS = 12;

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_MESSAGE = 60;
  private static final int LONGEST_AUTHOR = 30;
  private static final int KEYS_NAMED = 2;

  private BrowseText() {}

  /** The line above: where from, and how old that is. */
  static String place(PlaceReport place, Instant now) {
    String repository = place.repository().isEmpty() ? "" : ", repository " + place.repository();
    return place
            .backup()
            .map(id -> "backup %s, %s".formatted(id, moment(place.stateOf(), now)))
            .orElse("the live catalog, " + Text.time(place.stateOf()))
        + repository;
  }

  /** A moment and how long ago it was. */
  static String moment(Instant at, Instant now) {
    return "%s (%s ago)".formatted(Text.time(at), age(at, now));
  }

  static String age(Instant at, Instant now) {
    return Text.age(Duration.between(at, now));
  }

  static String hash(ObjectId id) {
    if (id.equals(ObjectId.EMPTY)) {
      return "no commit";
    }
    String hex = id.hex();
    return hex.length() <= HASH_DIGITS ? hex : hex.substring(0, HASH_DIGITS);
  }

  static String name(String name) {
    return Text.line(name, LONGEST_NAME);
  }

  static String key(ContentKey key) {
    return name(key.toString());
  }

  static String authors(CommitReport commit) {
    return Text.line(String.join(", ", commit.authors()), LONGEST_AUTHOR);
  }

  static String message(CommitReport commit) {
    return Text.line(commit.message(), LONGEST_MESSAGE);
  }

  /** What a commit did, with the first names of what it did it to. */
  static String changes(CommitReport commit) {
    List<String> names =
        java.util.stream.Stream.concat(
                commit.put().stream().map(BrowseText::key),
                commit.removed().stream().map(key -> "-" + key(key)))
            .toList();
    int more = names.size() - KEYS_NAMED;
    String first = String.join(", ", names.subList(0, Math.min(KEYS_NAMED, names.size())));
    return more > 0 ? first + " and " + Text.count(more) + " more" : first;
  }

  static void json(PlaceReport place, ObjectNode node) {
    place.backup().ifPresent(id -> node.put("backup_id", id.value()));
    node.put("source", place.description());
    node.put("state_of", Json.time(place.stateOf()));
    node.put("repository", place.repository());
  }

  static void json(CommitReport commit, ObjectNode node) {
    node.put("hash", commit.id().hex());
    Json.strings(node, "parents", commit.parents().stream().map(ObjectId::hex).toList());
    node.put("seq", commit.seq());
    node.put("created", commit.created().toString());
    Json.strings(node, "authors", commit.authors());
    commit.committer().ifPresent(name -> node.put("committer", name));
    node.put("message", commit.message());
    ArrayNode properties = node.putArray("properties");
    commit
        .properties()
        .forEach(
            (name, values) ->
                Json.strings(properties.addObject().put("name", name), "values", values));
    Json.strings(node, "put", commit.put().stream().map(ContentKey::toString).toList());
    Json.strings(node, "removed", commit.removed().stream().map(ContentKey::toString).toList());
  }
}
