package org.nessiebackup.cli.drill;

import org.nessiebackup.drill.DrillStep;

/** What to do when a drill has failed: docs/drill.md in a sentence or two. */
final class DrillAdvice {
  private DrillAdvice() {}

  static String of(DrillStep failed) {
    return switch (failed) {
      case OPEN ->
          "In an emergency a restore would end here. Run verify latest, which names the object that"
              + " is missing or damaged, and find the other copy of the identity.";
      case DATABASE ->
          "The backup is not in doubt. Look for room in the work folder, at the account that runs"
              + " the drill, and at the login of the target.";
      case RESTORE ->
          "The backup is damaged. Run verify --all to see which ones are whole, make a full backup"
              + " now, and hold a drill with the one before this.";
      case SWAP -> "Look at the server: the message says what it refused.";
      case GRAPH ->
          "The rows are those of the backup, so the catalog was damaged when it was backed up. Run"
              + " verify --graph for all of it, and check --graph for the catalog as it is now.";
      case FILES ->
          "Some tables would be broken after this restore. Run verify --files, which names them,"
              + " and look at what expires files of the warehouse.";
      case NESSIE ->
          "The details have the end of Nessie's log. Use the version that wrote the catalog, or"
              + " allow a small machine a longer --nessie-timeout.";
      case REFERENCES, CONTENTS ->
          "Nessie shows something else than the rows say. Hold the drill with the version of Nessie"
              + " that you run; if it fails again, the catalog was damaged when it was backed up.";
      case CLEAN_UP -> "The restore itself worked. Remove by hand what the message names.";
    };
  }
}
