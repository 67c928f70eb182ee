package org.nessiebackup.cli.about;

import org.nessiebackup.cli.command.CommandTree;
import org.nessiebackup.cli.option.MonitoringOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A page of help about options that every command has and few lines of help name. */
@Command(
    name = CommandTree.MONITORING,
    synopsisHeading = "Usage: ",
    customSynopsis = "nessie-backup COMMAND … [OPTIONS]",
    descriptionHeading = "%n",
    description = "Say to others how a run went: metrics, messages and heartbeats.",
    footer = {
      "",
      "Every command has them but those that only look or explain.",
      "An address may hold a secret: it is best given in a file, or in the environment.",
      "",
      "Examples:",
      "  nessie-backup backup --metrics-file /var/lib/node_exporter/nessie-backup.prom",
      "  nessie-backup backup --notify-file /run/secrets/slack --heartbeat https://hc.example/uuid"
    })
final class MonitoringTopic {
  @Mixin MonitoringOptions monitoring;
}
