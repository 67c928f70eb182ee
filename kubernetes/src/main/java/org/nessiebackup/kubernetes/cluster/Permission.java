package org.nessiebackup.kubernetes.cluster;

import java.util.Optional;

/**
 * Something that is done to objects of a namespace, as the rules of a Role allow it.
 *
 * @param group the API group, empty for the core one
 * @param resource the plural, with its subresource, such as {@code deployments/scale}
 * @param verb such as {@code patch}
 * @param name the only object that it is done to; empty where a rule cannot be held to one, which
 *     is so for {@code list} and {@code create}
 */
public record Permission(String group, String resource, String verb, Optional<String> name) {
  /** To any object. */
  public Permission(String group, String resource, String verb) {
    this(group, resource, verb, Optional.empty());
  }

  /** To the object of this name only. */
  public Permission on(String object) {
    return new Permission(group, resource, verb, Optional.of(object));
  }

  /** For messages: {@code patch deployments/scale "nessie"}. */
  @Override
  public String toString() {
    return verb + " " + resource + name.map(object -> " \"" + object + "\"").orElse("");
  }
}
