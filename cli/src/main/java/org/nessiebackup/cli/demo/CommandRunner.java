package org.nessiebackup.cli.demo;

import tools.jackson.databind.JsonNode;

/** Runs our own commands as a user would. */
@FunctionalInterface
interface CommandRunner {
  /**
   * Runs one.
   *
   * @return the summary that it wrote as JSON
   * @throws org.nessiebackup.BackupException if it fails
   */
  JsonNode run(String... arguments);
}
