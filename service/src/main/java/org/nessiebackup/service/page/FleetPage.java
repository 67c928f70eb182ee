package org.nessiebackup.service.page;

import java.util.List;

/**
 * All catalogs, the worst first.
 *
 * @param frame around it
 * @param names of the catalogs
 */
record FleetPage(Frame frame, List<String> names) {
  String html() {
    return Pages.TEMPLATES.render("fleet", this);
  }
}
