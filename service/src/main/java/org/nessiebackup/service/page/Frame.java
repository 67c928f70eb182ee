package org.nessiebackup.service.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.security.Role;

/**
 * What all pages have around them. A page is a record with a {@code frame}; its template begins
 * with {@code begin} and ends with {@code end}.
 *
 * @param title of the page
 * @param spot where in the navigation it is
 * @param safety the first line
 * @param request what is answered
 * @param assets what pages load
 * @param changing the page's own place, and which of its parts are looked at again when something
 *     happens
 */
public record Frame(
    String title,
    Optional<Spot> spot,
    Safety safety,
    Request request,
    Assets assets,
    Optional<Live> changing) {
  /**
   * A page of a catalog.
   *
   * @param catalog its name
   * @param section which page
   */
  public record Spot(String catalog, Section section) {}

  /**
   * What changes while somebody looks.
   *
   * @param self where the page is
   * @param parts the ids of what is replaced, besides the first line
   */
  public record Live(String self, List<String> parts) {}

  /** The address of the icon. */
  String icon() {
    return assets.path(Layout.ICON);
  }

  String style() {
    return assets.path(Layout.STYLE);
  }

  String htmx() {
    return assets.path(Layout.HTMX);
  }

  String script() {
    return assets.path(Layout.SCRIPT);
  }

  boolean live() {
    return changing.isPresent();
  }

  String self() {
    return changing.map(Live::self).orElse("");
  }

  String parts() {
    return Stream.concat(Stream.of("safety"), changing.map(Live::parts).orElse(List.of()).stream())
        .map(id -> "#" + id)
        .reduce((some, more) -> some + "," + more)
        .orElse("");
  }

  /** Where events come from. */
  String events() {
    Href all = new Href("/api/v1/events", Map.of());
    return spot.map(each -> all.with("catalog", each.catalog())).orElse(all).toString();
  }

  boolean hasCatalog() {
    return spot.isPresent();
  }

  String catalog() {
    return spot.map(Spot::catalog).orElse("");
  }

  /** Where the catalog's pages are. */
  String base() {
    return Href.catalog(catalog()).toString();
  }

  List<Link> sections() {
    return Stream.of(Section.values())
        .map(
            each ->
                new Link(
                    each.title(),
                    base() + each.path(),
                    spot.filter(here -> here.section() == each).isPresent()))
        .toList();
  }

  String subject() {
    return request.subject().name();
  }

  String role() {
    return request.subject().role().label();
  }

  /** Whether buttons that add or prove something are shown. */
  boolean operator() {
    return request.subject().role().covers(Role.OPERATOR);
  }

  /** Whether buttons that remove or replace something are shown. */
  boolean admin() {
    return request.subject().role().covers(Role.ADMIN);
  }

  /** Whether he has logged in here, and can log out. */
  boolean signedIn() {
    return request.hasSession();
  }

  /** What each form brings along. */
  String token() {
    return request.token();
  }
}
