package org.nessiebackup.store.bucket;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list of folders.
 *
 * @param prefixes what keys begin with, each with a slash at its end
 * @param next the token of the page that follows, if there is one
 */
public record FolderPage(List<String> prefixes, Optional<String> next) {
  /** Takes its own copy of the list. */
  public FolderPage {
    prefixes = List.copyOf(prefixes);
  }
}
