package org.nessiebackup.service.recovery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.recovery.CatalogView.Commit;
import tools.jackson.databind.JsonNode;

/**
 * What has become of a table or a branch, and what was before that.
 *
 * @param target what is meant
 * @param then what was good, and in which points
 * @param now what came after it; absent if nothing has changed since
 * @param commits that have changed it since, newest first
 * @param choice the point to go back to; absent if there is none
 * @param history how much was looked through
 */
public record Diagnosis(
    Target target,
    Optional<Span> then,
    Optional<Span> now,
    List<Commit> commits,
    Optional<Choice> choice,
    History history) {
  /** Takes its own copy of the list. */
  public Diagnosis {
    commits = List.copyOf(commits);
  }

  /**
   * What a question is about.
   *
   * @param reference the branch or tag
   * @param found whether the newest point has that
   * @param key the table, view or namespace; absent if the whole branch is meant
   */
  public record Target(String reference, boolean found, Optional<String> key) {}

  /** The branch or tag. */
  public String reference() {
    return target.reference();
  }

  /** The table, view or namespace; absent if the whole branch is meant. */
  public Optional<String> key() {
    return target.key();
  }

  /** How it may be brought back: what changes least comes first. */
  public List<Way> ways() {
    boolean whole =
        key().isEmpty() || now.filter(each -> each.state().equals("no-reference")).isPresent();
    return whole
        ? List.of(Way.BRANCH, Way.CATALOG)
        : List.of(Way.TABLE, Way.REPLACE, Way.BRANCH, Way.CATALOG);
  }

  /**
   * Neighbouring points that say the same.
   *
   * @param first the oldest of them
   * @param firstAt the moment whose state it holds
   * @param last the newest of them
   * @param lastAt the moment whose state it holds
   * @param points how many they are
   * @param state {@code present}, {@code absent} or {@code no-reference}
   * @param content what it is, as Nessie's API shows it
   */
  public record Span(
      String first,
      Instant firstAt,
      String last,
      Instant lastAt,
      int points,
      String state,
      Optional<String> content) {
    /** Whether it is there. */
    public boolean present() {
      return state.equals("present");
    }

    static Span of(JsonNode node) {
      return new Span(
          node.path("first").path("backup_id").asString(),
          Instant.parse(node.path("first").path("state_of").asString()),
          node.path("last").path("backup_id").asString(),
          Instant.parse(node.path("last").path("state_of").asString()),
          node.path("backups").asInt(),
          node.path("state").asString(),
          Optional.ofNullable(node.path("content_json").asString(null)));
    }
  }

  /**
   * A point to go back to.
   *
   * @param backup its id
   * @param at the moment whose state it holds
   * @param verified when it was verified last, and found sound; absent if nobody has looked
   */
  public record Choice(String backup, Instant at, Optional<Instant> verified) {}

  /**
   * How much was looked through.
   *
   * @param points how many points there are
   * @param unreadable how many of them could not be read
   */
  public record History(int points, int unreadable) {
    static final History NONE = new History(0, 0);
  }
}
