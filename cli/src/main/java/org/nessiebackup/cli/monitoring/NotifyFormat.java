package org.nessiebackup.cli.monitoring;

/** How notifications are written. */
public enum NotifyFormat {
  /** Our own document, {@code result} in docs/json-output.md. */
  JSON,
  /** A text for people, as Slack, Mattermost and Rocket.Chat take it. */
  SLACK
}
