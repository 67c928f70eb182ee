package org.nessiebackup.cli.monitoring;

import java.util.Locale;

/** How notifications are written. */
public enum NotifyFormat {
  /** Our own document, {@code result} in docs/json-output.md. */
  JSON,
  /** A text for people, as Slack, Mattermost and Rocket.Chat take it. */
  SLACK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
