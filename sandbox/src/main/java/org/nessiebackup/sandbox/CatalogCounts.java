package org.nessiebackup.sandbox;

/** What has been made so far, over all Nessie repositories. */
final class CatalogCounts {
  int branches;
  int tags;
  int commits;
  int tables;
  long objectRows;
  long referenceRows;
}
