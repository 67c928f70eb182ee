package org.nessiebackup.service.security;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells requests that a page of others makes a browser send in the name of who uses it. Browsers
 * say where a request comes from, and no page of others can add a header to it without asking us
 * before, which we never allow; so a program that is no browser shows by a header that it is none.
 */
final class ForgedRequests {
  /** What a form cannot add; the second is what htmx adds. */
  private static final List<String> HEADERS = List.of("x-requested-with", "hx-request");

  private final FormTokens tokens;

  ForgedRequests(FormTokens tokens) {
    this.tokens = tokens;
  }

  /** Why a request is not believed to be meant by who it comes from; empty if it is. */
  Optional<String> doubt(Attempt attempt, Identification identification) {
    if (isOfOthers(attempt)) {
      return Optional.of("it comes from a page of another site");
    }
    return attempt.isSafe() ? Optional.empty() : unsafe(attempt, identification);
  }

  private Optional<String> unsafe(Attempt attempt, Identification identification) {
    return switch (identification) {
      case Identification.Known known ->
          switch (known.proof()) {
            case BEARER -> Optional.empty();
            case SESSION -> fromBrowser(attempt, known);
            case AMBIENT ->
                attempt.header("sec-fetch-site").isPresent()
                    ? fromBrowser(attempt, known)
                    : fromProgram(attempt);
          };
      case Identification.Unknown unknown -> Optional.empty();
      case Identification.Wrong wrong -> Optional.empty();
      case Identification.WithoutRole withoutRole -> Optional.empty();
      case Identification.TooMany tooMany -> Optional.empty();
      case Identification.Unavailable unavailable -> Optional.empty();
    };
  }

  private Optional<String> fromBrowser(Attempt attempt, Identification.Known known) {
    boolean ours = attempt.header("sec-fetch-site").filter("same-origin"::equals).isPresent();
    return ours && (hasHeader(attempt) || tokens.holds(attempt.token(), known.session()))
        ? Optional.empty()
        : Optional.of("it does not come from a page of this service, or from one that is old");
  }

  private Optional<String> fromProgram(Attempt attempt) {
    return hasHeader(attempt)
        ? Optional.empty()
        : Optional.of("it has no header \"X-Requested-With\"");
  }

  private boolean hasHeader(Attempt attempt) {
    return HEADERS.stream().anyMatch(name -> attempt.header(name).isPresent());
  }

  /** A link may lead here; nothing else of others may. */
  private static boolean isOfOthers(Attempt attempt) {
    Optional<String> site = attempt.header("sec-fetch-site");
    if (site.isPresent()) {
      return !site.get().equals("same-origin") && !isNavigation(attempt, site.get());
    }
    return attempt.header("origin").filter(origin -> !isHere(origin, attempt)).isPresent();
  }

  private static boolean isNavigation(Attempt attempt, String site) {
    boolean typed = site.equals("none");
    boolean link =
        attempt.header("sec-fetch-mode").filter("navigate"::equals).isPresent()
            && attempt.header("sec-fetch-dest").filter("document"::equals).isPresent();
    return attempt.isSafe() && (typed || link);
  }

  private static boolean isHere(String origin, Attempt attempt) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null
          && attempt
              .header("host")
              .filter(
                  host -> host.toLowerCase(Locale.ROOT).equals(authority.toLowerCase(Locale.ROOT)))
              .isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
