package org.nessiebackup.operator.declaration;

import org.nessiebackup.operator.template.CatalogObjects;

/** A catalog and its vault, as they are declared. */
public sealed interface Declaration {
  /**
   * Both are there and make sense together.
   *
   * @param objects what it is made of in the cluster
   */
  record Whole(CatalogObjects objects) implements Declaration {}

  /**
   * Something is missing, or makes no sense.
   *
   * @param reason as a word
   * @param message for people
   */
  record Lacking(String reason, String message) implements Declaration {}
}
