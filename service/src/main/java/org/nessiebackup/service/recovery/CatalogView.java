package org.nessiebackup.service.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nessiebackup.Failure;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is on a branch or tag of the newest point, and what has changed there lately.
 *
 * @param references all branches and tags
 * @param reference the one that is meant
 * @param found whether the newest point has it
 * @param keys what is there now, or was until lately
 * @param commits the newest, newest first
 */
public record CatalogView(
    List<Reference> references,
    String reference,
    boolean found,
    List<String> keys,
    List<Commit> commits) {
  private static final String COMMITS = "200";

  /** Takes its own copies. */
  public CatalogView {
    references = List.copyOf(references);
    keys = List.copyOf(keys);
    commits = List.copyOf(commits);
  }

  /**
   * A branch or tag.
   *
   * @param isDefault whether it is the default branch
   */
  public record Reference(String name, boolean tag, boolean isDefault) {}

  /**
   * A commit.
   *
   * @param hash its id
   * @param parent the one before it
   * @param at when it was made
   * @param author by whom
   * @param message what it says
   * @param put what it has put
   * @param removed what it has removed
   */
  public record Commit(
      String hash,
      String parent,
      Instant at,
      String author,
      String message,
      List<String> put,
      List<String> removed) {
    /** Takes its own copies. */
    public Commit {
      put = List.copyOf(put);
      removed = List.copyOf(removed);
    }

    /** Whether it has put or removed this key. */
    public boolean touches(String key) {
      return put.contains(key) || removed.contains(key);
    }

    static Commit of(JsonNode node) {
      return new Commit(
          node.path("hash").asString(),
          node.path("parents").path(0).asString(""),
          Instant.parse(node.path("created").asString()),
          String.join(", ", texts(node.path("authors"))),
          node.path("message").asString("").lines().findFirst().orElse(""),
          texts(node.path("put")),
          texts(node.path("removed")));
    }
  }

  /**
   * What a point has.
   *
   * @param point its id, which is found without looking for it among thousands
   */
  static CatalogView of(Looks looks, String catalog, String point, Optional<String> wanted) {
    ObjectNode all = looks.find(catalog, "refs", point);
    List<Reference> references = new ArrayList<>();
    for (JsonNode node : all.path("references")) {
      references.add(
          new Reference(
              node.path("name").asString(),
              node.path("type").asString("").equals("TAG"),
              node.path("default").asBoolean(false)));
    }
    String name = wanted.orElseGet(() -> defaultOf(references));
    boolean found = references.stream().anyMatch(each -> each.name().equals(name));
    if (!found) {
      return new CatalogView(references, name, false, List.of(), List.of());
    }
    List<Commit> commits = new ArrayList<>();
    looks
        .find(catalog, "log", point, name, "--limit", COMMITS)
        .path("commits")
        .forEach(node -> commits.add(Commit.of(node)));
    Set<String> keys = new LinkedHashSet<>();
    looks
        .find(catalog, "ls", point, name)
        .path("entries")
        .forEach(node -> keys.add(node.path("key").asString()));
    commits.forEach(each -> keys.addAll(each.removed()));
    return new CatalogView(references, name, true, List.copyOf(keys), commits);
  }

  private static String defaultOf(List<Reference> references) {
    return references.stream()
        .filter(Reference::isDefault)
        .findFirst()
        .map(Reference::name)
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "the newest backup does not say which branch is the default one",
                    "Name a branch."));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asString()));
    return texts;
  }

  /**
   * The keys that somebody may mean by what he has typed: that key itself; or else those that end
   * with it, or hold it, whatever the case of the letters.
   */
  public List<String> meantBy(String typed) {
    if (keys.contains(typed)) {
      return List.of(typed);
    }
    String wanted = typed.toLowerCase(Locale.ROOT);
    List<String> ending =
        keys.stream().filter(key -> key.toLowerCase(Locale.ROOT).endsWith("." + wanted)).toList();
    return !ending.isEmpty()
        ? ending
        : List.copyOf(
            new TreeSet<>(
                keys.stream()
                    .filter(key -> key.toLowerCase(Locale.ROOT).contains(wanted))
                    .toList()));
  }
}
