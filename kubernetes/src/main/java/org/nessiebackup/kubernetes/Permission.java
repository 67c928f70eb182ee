package org.nessiebackup.kubernetes;

/**
 * Something that is done to objects of a namespace, as the rules of a Role allow it.
 *
 * @param group the API group, empty for the core one
 * @param resource the plural, with its subresource, such as {@code deployments/scale}
 * @param verb such as {@code patch}
 */
public record Permission(String group, String resource, String verb) {
  /** For messages: {@code patch deployments/scale}. */
  @Override
  public String toString() {
    return verb + " " + resource;
  }
}
