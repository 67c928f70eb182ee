package org.nessiebackup.nessieapi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryListener;
import org.nessiebackup.retry.RetryPolicy;
import org.nessiebackup.retry.WaitContext;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads from a Nessie. All methods throw {@link BackupException} with {@link Failure#NESSIE} if
 * there is no answer, or one that makes no sense.
 *
 * @param transport carries the requests
 * @param waiting how to wait for a Nessie that starts
 */
public record NessieApi(Transport transport, WaitContext waiting) {
  private static final String ROOT = "api/v2/";
  private static final int MOST_PAGES = 100_000;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final JsonMapper JSON = new JsonMapper();

  /** What it says of itself. */
  public NessieConfig config() {
    JsonNode config = get("config");
    return new NessieConfig(
        config.path("defaultBranch").asString(""), config.path("specVersion").asString(""));
  }

  /**
   * Reads from a Nessie that starts, as soon as it answers.
   *
   * @param meanwhile runs after each attempt that failed; may throw, which ends the waiting
   */
  public <T> T await(Duration limit, Supplier<T> read, Runnable meanwhile) {
    try {
      return attempt(limit, read, meanwhile);
    } catch (BackupException e) {
      if (e.failure() != Failure.NESSIE) {
        throw e;
      }
      throw Failure.NESSIE.exception(
          "Nessie's API does not answer within %d s: %s"
              .formatted(limit.toSeconds(), e.getMessage()),
          "Look at Nessie's log. If it can be reached at another address, give --nessie-url.",
          e);
    }
  }

  /**
   * Attempts something until it throws no {@link Failure#NESSIE} any more, or the time is over;
   * then the last one is thrown.
   */
  public <T> T attempt(Duration limit, Supplier<T> read) {
    return attempt(limit, read, () -> {});
  }

  private <T> T attempt(Duration limit, Supplier<T> read, Runnable meanwhile) {
    return new Retrier(RetryPolicy.within(limit, POLL, POLL), waiting, RetryListener.NONE)
        .run(
            "cannot read from Nessie",
            read::get,
            e -> {
              boolean unanswered =
                  e instanceof BackupException failed && failed.failure() == Failure.NESSIE;
              if (unanswered) {
                meanwhile.run();
              }
              return unanswered;
            });
  }

  /** All branches and tags. */
  public NavigableSet<NessieReference> references() {
    NavigableSet<NessieReference> references = new TreeSet<>();
    pages("trees", "references", node -> references.add(reference(node)));
    return references;
  }

  private static NessieReference reference(JsonNode node) {
    try {
      return new NessieReference(
          NessieReference.Kind.valueOf(node.path("type").asString("").toUpperCase(Locale.ROOT)),
          node.path("name").asString(""),
          node.path("hash").asString(""));
    } catch (IllegalArgumentException e) {
      throw nonsense("trees", "lists a reference that is none: " + node, e);
    }
  }

  /**
   * A commit of a log.
   *
   * @param hash its id
   * @param parent the id of the one before it
   */
  public record LogEntry(String hash, String parent) {}

  /** The newest commits of a reference, newest first. */
  public List<LogEntry> log(NessieReference reference, int most) {
    String path = "trees/%s/history?fetch=ALL&max-records=%d".formatted(at(reference), most);
    List<LogEntry> commits = new ArrayList<>();
    for (JsonNode entry : get(path).path("logEntries")) {
      commits.add(
          new LogEntry(
              entry.path("commitMeta").path("hash").asString(""),
              entry.path("parentCommitHash").asString("")));
    }
    return commits;
  }

  /**
   * What a reference lists.
   *
   * @param key where
   * @param contentId which content; empty for servers that do not tell
   */
  public record Entry(ContentKey key, String contentId) {}

  /** All keys of a reference. */
  public void entries(NessieReference reference, Consumer<Entry> each) {
    String path = "trees/%s/entries".formatted(at(reference));
    pages(
        path,
        "entries",
        node ->
            each.accept(
                new Entry(key(path, node.path("name")), node.path("contentId").asString(""))));
  }

  /**
   * A content.
   *
   * @param key where
   * @param json as Nessie shows it
   */
  public record Content(ContentKey key, JsonNode json) {
    /** Its own id, which stays when it is renamed. */
    public String id() {
      return json.path("id").asString("");
    }

    /** Such as {@code ICEBERG_TABLE}. */
    public String type() {
      return json.path("type").asString("");
    }
  }

  /** The contents of some keys of a reference, in the order in which Nessie gives them. */
  public List<Content> contents(NessieReference reference, Collection<ContentKey> keys) {
    String path = "trees/%s/contents".formatted(at(reference));
    ObjectNode request = JSON.createObjectNode();
    ArrayNode requested = request.putArray("requestedKeys");
    for (ContentKey key : keys) {
      ArrayNode elements = requested.addObject().putArray("elements");
      key.elements().forEach(elements::add);
    }
    List<Content> contents = new ArrayList<>();
    for (JsonNode each :
        parse(path, transport.post(ROOT + path, request.toString())).path("contents")) {
      contents.add(new Content(key(path, each.path("key")), each.path("content")));
    }
    return contents;
  }

  private static ContentKey key(String path, JsonNode node) {
    List<String> elements = new ArrayList<>();
    node.path("elements").forEach(each -> elements.add(each.asString("")));
    try {
      return new ContentKey(elements);
    } catch (IllegalArgumentException e) {
      throw nonsense(path, "has a key that is none: " + node, e);
    }
  }

  private static String at(NessieReference reference) {
    return encode(reference.name() + "@" + reference.hash());
  }

  private void pages(String path, String array, Consumer<JsonNode> each) {
    String page = path;
    for (int number = 0; number < MOST_PAGES; number++) {
      JsonNode answer = get(page);
      answer.path(array).forEach(each);
      if (!answer.path("hasMore").asBoolean(false)) {
        return;
      }
      page = path + "?page-token=" + encode(answer.path("token").asString(""));
    }
    throw nonsense(path, "has more than %d pages".formatted(MOST_PAGES), null);
  }

  private JsonNode get(String path) {
    return parse(path, transport.get(ROOT + path));
  }

  private static JsonNode parse(String path, String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw nonsense(path, "is no JSON", e);
    }
  }

  private static BackupException nonsense(String path, String what, Exception cause) {
    return Failure.NESSIE.exception(
        "the answer to \"/%s%s\" %s".formatted(ROOT, path, what), "Is this Nessie's API?", cause);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
