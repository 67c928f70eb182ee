package org.nessiebackup.service.page;

import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Request;

/**
 * A question about a point, checked: what is asked for cannot be taken for an option.
 *
 * @param catalog its catalog
 * @param point its name, or {@code live}
 * @param request the rest of it
 */
record ContentQuestion(String catalog, String point, Request request) {
  static ContentQuestion of(Request request) {
    String point = request.part("point");
    if (!point.equals("live") && !BackupId.isValid(point)) {
      throw Failure.BACKUP_NOT_FOUND.exception(
          "\"%s\" is not the name of a recovery point".formatted(point),
          "The time line shows those there are.");
    }
    return new ContentQuestion(request.part("catalog"), point, request);
  }

  String reference() {
    return argument("ref");
  }

  String argument(String name) {
    String value =
        request
            .parameter(name)
            .orElseThrow(() -> Failure.USAGE.exception("\"%s\" is missing".formatted(name), null));
    if (value.startsWith("-")) {
      throw Failure.USAGE.exception(
          "\"%s\" cannot be the name of a reference or a key".formatted(value), null);
    }
    return value;
  }

  Href to(String page) {
    return Href.catalog(catalog).to("points", point, page);
  }

  Link up() {
    return point.equals("live")
        ? new Link("Recovery points", Href.catalog(catalog).toString(), false)
        : new Link("Point " + point, Href.catalog(catalog).to("points", point).toString(), false);
  }

  Link references() {
    return new Link("Branches and tags", to("refs").toString(), false);
  }

  String name() {
    return point.equals("live") ? "the live catalog" : point;
  }
}
