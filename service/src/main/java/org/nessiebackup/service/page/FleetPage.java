package org.nessiebackup.service.page;

import java.util.List;

/**
 * All catalogs, the worst first.
 *
 * @param frame around it
 * @param lines the catalogs
 */
record FleetPage(Frame frame, List<CatalogLine> lines) {
  String html() {
    return Pages.TEMPLATES.render("fleet", this);
  }
}
