package org.nessiebackup.service.page.recovery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.page.Href;
import org.nessiebackup.service.page.recovery.RecoveryPage.Form;
import org.nessiebackup.service.page.recovery.RecoveryPage.Suggestions;
import org.nessiebackup.service.recovery.CatalogView;
import org.nessiebackup.service.recovery.Question;

/** What a request says is broken, as it was typed. */
record Asked(Request request) {
  private static final List<String> FIELDS = List.of("what", "ref", "since", "way", "to");

  String catalog() {
    return request.part("catalog");
  }

  /** Where its page is, without what was asked. */
  Href self() {
    return Href.catalog(catalog()).to("recovery");
  }

  Optional<String> field(String name) {
    return request.parameter(name).map(String::strip);
  }

  Question question(Instant now) {
    return Question.of(catalog(), field("what"), field("ref"), field("since"), now);
  }

  /** The form with what was typed into it. */
  Form form(Optional<CatalogView> view) {
    return new Form(
        self().toString(), text("what"), text("ref"), text("since"), Suggestions.of(view));
  }

  private String text(String name) {
    return field(name).orElse("");
  }

  /** Where the same is asked with another value of one field. */
  String href(String name, String value) {
    Href href = self();
    for (String each : FIELDS) {
      String text = each.equals(name) ? value : text(each);
      boolean stale = each.equals("to") && name.equals("way");
      if (!text.isEmpty() && !stale) {
        href = href.with(each, text);
      }
    }
    return href.toString();
  }
}
