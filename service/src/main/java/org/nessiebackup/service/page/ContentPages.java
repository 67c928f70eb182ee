package org.nessiebackup.service.page;

import static org.nessiebackup.service.page.ContentTable.Cell.code;
import static org.nessiebackup.service.page.ContentTable.Cell.link;
import static org.nessiebackup.service.page.ContentTable.Cell.text;
import static org.nessiebackup.service.page.ContentTable.Cell.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.Quantity;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.page.ContentPage.Found;
import org.nessiebackup.service.page.ContentPage.Part;
import org.nessiebackup.service.page.Frame.Spot;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.security.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The way into a recovery point: its branches, their commits, their tables, and their contents. */
final class ContentPages {
  private static final String POINT = "/catalogs/{catalog}/points/{point}";
  private static final int FEW = 50;
  private static final int MOST = 1_000;

  private final Sources sources;
  private final Layout layout;

  ContentPages(Sources sources, Layout layout) {
    this.sources = sources;
    this.layout = layout;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Method.GET, POINT + "/refs", Role.VIEWER, this::references),
        Endpoint.of(Method.GET, POINT + "/log", Role.VIEWER, this::log),
        Endpoint.of(Method.GET, POINT + "/ls", Role.VIEWER, this::keys),
        Endpoint.of(Method.GET, POINT + "/cat", Role.VIEWER, this::content),
        Endpoint.of(Method.GET, POINT + "/diff", Role.VIEWER, this::difference));
  }

  private Response references(Request request) {
    ContentQuestion asked = ContentQuestion.of(request);
    return page(
        asked,
        "Branches and tags of " + asked.name(),
        List.of(asked.up()),
        List.of("refs", asked.point()),
        summary -> {
          ContentTable listing =
              ContentTable.of("Name", "Type", "Newest commit", "Message", "History");
          for (JsonNode each : summary.path("references")) {
            String name = each.path("name").asString("");
            JsonNode commit = each.path("commit");
            listing.row(
                link(name, asked.to("ls").with("ref", name)),
                text(
                    each.path("type").asString("")
                        + (each.path("default").asBoolean(false) ? ", default" : "")
                        + (each.path("missing").asBoolean(false) ? ", its commit is missing" : "")),
                word(brief(commit.path("created").asString(""))),
                text(commit.path("message").asString("")),
                word("Commits").to(asked.to("log").with("ref", name)));
          }
          return Found.of(caption(summary), listing);
        });
  }

  private Response log(Request request) {
    ContentQuestion asked = ContentQuestion.of(request);
    String reference = asked.reference();
    int limit =
        request.parameter("limit").filter(text -> text.matches("[0-9]{1,4}")).stream()
            .mapToInt(Integer::parseInt)
            .map(number -> Math.clamp(number, 1, MOST))
            .findFirst()
            .orElse(FEW);
    return page(
        asked,
        "Commits of " + reference,
        List.of(asked.up(), asked.references(), tables(asked, reference)),
        List.of("log", asked.point(), reference, "--limit", "" + limit),
        summary -> {
          ContentTable listing = ContentTable.of("Created", "Author", "Message", "Changes", "Hash");
          for (JsonNode each : summary.path("commits")) {
            listing.row(
                word(brief(each.path("created").asString(""))),
                text(joined(each.path("authors"))),
                text(each.path("message").asString("")),
                text(changes(each)),
                code(ContentText.brief(each.path("hash").asString("")))
                    .to(asked.to("ls").with("ref", each.path("hash").asString(""))));
          }
          return Found.of(
              summary.path("more").asBoolean(false)
                  ? "The newest %d; there are more.".formatted(limit)
                  : "All of them, newest first.",
              listing);
        });
  }

  private static Link tables(ContentQuestion asked, String reference) {
    return new Link("Tables", asked.to("ls").with("ref", reference).toString(), false);
  }

  private static Link commits(ContentQuestion asked, String reference) {
    return new Link("Commits", asked.to("log").with("ref", reference).toString(), false);
  }

  private Response keys(Request request) {
    ContentQuestion asked = ContentQuestion.of(request);
    String reference = asked.reference();
    List<String> words = new ArrayList<>(List.of("ls", asked.point(), reference));
    request.parameter("prefix").ifPresent(prefix -> words.add(asked.argument("prefix")));
    return page(
        asked,
        "Tables of " + reference,
        List.of(asked.up(), asked.references(), commits(asked, reference)),
        words,
        summary -> {
          ContentTable listing = ContentTable.of("Key", "Type", "Content id");
          for (JsonNode each : summary.path("entries")) {
            String key = each.path("key").asString("");
            listing.row(
                link(key, asked.to("cat").with("ref", reference).with("key", key)),
                word(each.path("type").asString("")),
                code(each.path("content_id").asString("")));
          }
          return Found.of(
              "In all: %s.".formatted(Quantity.count(summary.path("entries").size())), listing);
        });
  }

  private Response content(Request request) {
    ContentQuestion asked = ContentQuestion.of(request);
    String reference = asked.reference();
    String key = asked.argument("key");
    return page(
        asked,
        key + " on " + reference,
        List.of(asked.up(), asked.references(), tables(asked, reference)),
        List.of("cat", asked.point(), reference, key),
        summary -> {
          ContentTable listing = ContentTable.of("What", "Value");
          listing.row(text("Type"), text(summary.path("type").asString("")));
          listing.row(text("Content id"), code(summary.path("content_id").asString("")));
          listing.row(
              text("Metadata location"), code(summary.path("metadata_location").asString("none")));
          listing.row(text("As of commit"), code(summary.path("hash").asString("")));
          return new Found(
              List.of(new Part(caption(summary), listing)),
              Optional.of(ContentText.pretty(summary.path("content_json").asString(""))));
        });
  }

  private Response difference(Request request) {
    ContentQuestion asked = ContentQuestion.of(request);
    String with = request.parameter("with").orElse("live");
    if (!with.matches("live|latest") && !BackupId.isValid(with)) {
      throw Failure.USAGE.exception(
          "\"%s\" is not the name of a recovery point".formatted(with),
          "Or write live, or latest.");
    }
    return page(
        asked,
        "From %s to %s".formatted(asked.name(), with.equals("live") ? "the live catalog" : with),
        List.of(asked.up()),
        List.of("diff", asked.point(), with),
        ContentText::differences);
  }

  private Response page(
      ContentQuestion asked,
      String heading,
      List<Link> ways,
      List<String> words,
      Function<ObjectNode, Found> found) {
    sources.state(asked.catalog());
    Command command = sources.fleet().command(asked.catalog(), words);
    CommandResult result = sources.read(command);
    Frame frame =
        layout.still(
            asked.request(), heading, Optional.of(new Spot(asked.catalog(), Section.POINTS)));
    return Response.html(
        result.summary().isPresent() ? 200 : 409,
        new ContentPage(
                frame,
                heading,
                ways,
                command,
                result.summary().map(found),
                result.error().map(ContentText::why))
            .html());
  }

  private static String caption(JsonNode summary) {
    return "As of %s, from %s."
        .formatted(
            brief(summary.path("state_of").asString("")), summary.path("source").asString(""));
  }

  /** The moment to the second, as others are written. */
  private static String brief(String iso) {
    return iso.replaceFirst("T", " ").replaceFirst("(\\.[0-9]+)?Z$", " UTC");
  }

  private static String joined(JsonNode texts) {
    return texts.valueStream().map(each -> each.asString("")).collect(Collectors.joining(", "));
  }

  private static String changes(JsonNode commit) {
    List<String> changes = new ArrayList<>();
    commit.path("put").forEach(key -> changes.add("+ " + key.asString("")));
    commit.path("removed").forEach(key -> changes.add("\u2212 " + key.asString("")));
    return changes.size() > 8
        ? String.join("\n", changes.subList(0, 8))
            + "\n\u2026 %d more".formatted(changes.size() - 8)
        : String.join("\n", changes);
  }
}
