package org.nessiebackup.cli.monitoring;

import java.util.Optional;
import org.nessiebackup.cli.console.Outlet;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.delivery.Message;
import org.nessiebackup.cli.delivery.SecretAddress;
import org.nessiebackup.cli.text.Redaction;
import org.nessiebackup.report.Shape;
import org.nessiebackup.report.text.Printable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people are told of a run.
 *
 * @param event why they are told
 * @param result the run
 */
record Notification(Event event, RunResult result) {
  private static final String SLACK = "hooks.slack.com";

  /** Why people are told. */
  enum Event {
    FAILURE("failure", "failed"),
    RECOVERY("recovery", "works again");

    private final String word;
    private final String sentence;

    Event(String word, String sentence) {
      this.word = word;
      this.sentence = sentence;
    }
  }

  Message to(SecretAddress address, Optional<NotifyFormat> wanted, Redaction redaction) {
    NotifyFormat format =
        wanted.orElse(address.host().equals(SLACK) ? NotifyFormat.SLACK : NotifyFormat.JSON);
    ObjectNode body =
        switch (format) {
          case JSON -> ResultDocument.of(result).put("event", event.word);
          case SLACK -> JsonNodeFactory.instance.objectNode().put("text", text());
        };
    return Message.post(address, "application/json", Outlet.message(body, redaction));
  }

  private String text() {
    StringBuilder text = new StringBuilder("nessie-backup: `" + result.run().command() + "`");
    if (!result.run().vault().isEmpty()) {
      text.append(" of ").append(escaped(result.run().vault()));
    }
    text.append(' ').append(event.sentence);
    result
        .problem()
        .ifPresent(
            problem -> {
              text.append(" (").append(problem.failure().label()).append(")\n");
              text.append(escaped(problem.message()));
              problem.hint().ifPresent(hint -> text.append("\nhint: ").append(escaped(hint)));
            });
    text.append(
        "\nat %s, after %s".formatted(Shape.time(result.ended()), Text.duration(result.elapsed())));
    return text.toString();
  }

  /** In one line, without the characters that mean something in Slack's markup of links. */
  private static String escaped(String text) {
    return Printable.message(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
