package org.nessiebackup.service.page;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import tools.jackson.databind.JsonNode;

/**
 * Who can read what is backed up from now on, and who signs it.
 *
 * @param frame around it
 * @param command what shows the same on a command line
 * @param result what it has said
 */
record KeysPage(Frame frame, Command command, CommandResult result) {
  String html() {
    return Pages.TEMPLATES.render("keys", this);
  }

  /** As somebody types it. */
  String line() {
    return command.typed();
  }

  Optional<String> error() {
    return result.error().map(ContentText::why);
  }

  boolean read() {
    return result.summary().isPresent();
  }

  private JsonNode keys() {
    return result.summary().<JsonNode>map(each -> each).orElseThrow();
  }

  boolean encrypted() {
    return keys().path("encryption").asString("").equals("age");
  }

  /**
   * A key.
   *
   * @param text its public part
   * @param here whether its secret part is on this host
   */
  record Key(String text, boolean here) {}

  List<Key> recipients() {
    return keys("recipients", "recipient");
  }

  List<Key> signers() {
    return keys("signing_keys", "key");
  }

  private List<Key> keys(String list, String member) {
    return keys()
        .path(list)
        .valueStream()
        .map(each -> new Key(each.path(member).asString(""), each.path("here").asBoolean(false)))
        .toList();
  }
}
