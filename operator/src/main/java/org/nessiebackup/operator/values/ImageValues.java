package org.nessiebackup.operator.values;

import java.util.List;
import java.util.Objects;

/**
 * What is run.
 *
 * @param repository empty: what the installation has
 * @param tag empty: the version of the program
 * @param digest decides, if it is given
 * @param pullPolicy when it is pulled
 * @param pullSecrets with which it is pulled
 */
public record ImageValues(
    String repository, String tag, String digest, String pullPolicy, List<String> pullSecrets) {
  /** Copies the list. */
  public ImageValues {
    Objects.requireNonNull(repository);
    Objects.requireNonNull(tag);
    Objects.requireNonNull(digest);
    Objects.requireNonNull(pullPolicy);
    pullSecrets = List.copyOf(pullSecrets);
  }

  /**
   * As a container names it.
   *
   * @param image what is run where none is named
   * @param version of the program
   */
  public String reference(String image, String version) {
    if (repository.isEmpty() && tag.isEmpty() && digest.isEmpty()) {
      return image;
    }
    String named = repository.isEmpty() ? repository(image) : repository;
    String tagged = named + ":" + (tag.isEmpty() ? version : tag);
    return digest.isEmpty() ? tagged : tagged + "@" + digest;
  }

  /** A reference without tag and digest. The port of a registry stands before a slash. */
  private static String repository(String reference) {
    int digest = reference.indexOf('@');
    String tagged = digest < 0 ? reference : reference.substring(0, digest);
    int colon = tagged.lastIndexOf(':');
    return colon > tagged.lastIndexOf('/') ? tagged.substring(0, colon) : tagged;
  }
}
