package org.nessiebackup.cli.browse;

import org.nessiebackup.browse.BrowseOptions;
import org.nessiebackup.browse.CatalogBrowser;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.option.BackupWords;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Where commands look that are about one branch, one tag or one commit. */
final class CommitSelector {
  @Mixin CatalogSelector place;

  @Parameters(
      index = "0",
      paramLabel = "ID",
      completionCandidates = BackupWords.class,
      description = "${bundle:backup}; live is the live catalog.")
  String id;

  @Parameters(
      index = "1",
      paramLabel = "REF",
      description = "A branch, a tag, or the hash of a commit, of which the beginning is enough.")
  String reference;

  CatalogBrowser browser(NessieBackup root) {
    return place.browser(root);
  }

  BrowseOptions origin() {
    return place.at(id);
  }

  String reference() {
    return reference;
  }
}
