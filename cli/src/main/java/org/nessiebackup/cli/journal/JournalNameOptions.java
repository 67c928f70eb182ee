package org.nessiebackup.cli.journal;

import java.util.Optional;
import org.nessiebackup.journal.JournalOptions;
import picocli.CommandLine.Option;

/** What a journal is called on its server. */
public final class JournalNameOptions {
  @Option(
      names = "--slot",
      paramLabel = "NAME",
      order = 32,
      description = "The replication slot (default: named after the vault and the schema).")
  String slot;

  @Option(
      names = "--publication",
      paramLabel = "NAME",
      order = 33,
      description = "The publication (default: named as the slot).")
  String publication;

  @Option(
      names = "--standby-name",
      paramLabel = "NAME",
      order = 34,
      description = "What synchronous_standby_names calls the journal (default: nessie-backup).")
  String application;

  /** These names; those that are not said are made of others. */
  public JournalOptions.Names names() {
    return new JournalOptions.Names(
        Optional.ofNullable(slot).filter(name -> !name.isEmpty()),
        Optional.ofNullable(publication).filter(name -> !name.isEmpty()),
        application == null ? JournalOptions.Names.DEFAULT.application() : application);
  }
}
