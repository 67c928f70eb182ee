package org.nessiebackup.cli.browse;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.nessiebackup.browse.CommitReport;
import org.nessiebackup.browse.PlaceReport;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.ObjectId;

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
            .point()
            .map(id -> "%s, %s".formatted(id.words(), moment(place.stateOf(), now)))
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
    return Text.line(String.join(", ", commit.metadata().authors()), LONGEST_AUTHOR);
  }

  static String message(CommitReport commit) {
    return Text.line(commit.metadata().message(), LONGEST_MESSAGE);
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
}
