package org.nessiebackup.cli.option;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ResourceBundle;

/**
 * What help texts say of stores and of backups, for variables such as <code>${bundle:buckets}
 * </code>. Looked up only when help is shown.
 */
public final class StoreTexts extends ResourceBundle {
  private static final String BUCKETS = "buckets";
  private static final String BACKUP = "backup";

  /** The short form of what {@link org.nessiebackup.vault.backups.BackupSelector} reads. */
  private static final String WORDS =
      "A backup: its id, or as much of it as only one has; latest, latest~1 for the one before,"
          + " latest@{yesterday} or latest@{26h} for the newest of that time";

  @Override
  protected Object handleGetObject(String key) {
    return switch (key) {
      case BUCKETS -> Stores.buckets();
      case BACKUP -> WORDS;
      default -> null;
    };
  }

  @Override
  public Enumeration<String> getKeys() {
    return Collections.enumeration(List.of(BUCKETS, BACKUP));
  }
}
