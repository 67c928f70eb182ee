package org.nessiebackup.nessie;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.Labelled;

/**
 * A reference as Nessie's API shows it. Ordered by name, and then by kind.
 *
 * @param kind branch or tag
 * @param name its name
 * @param hash the head, as hexadecimal text in lower case
 */
public record NessieReference(Kind kind, String name, String hash)
    implements Comparable<NessieReference> {
  private static final Comparator<NessieReference> ORDER =
      Comparator.comparing(NessieReference::name)
          .thenComparing(NessieReference::kind)
          .thenComparing(NessieReference::hash);

  /** Refuses what cannot be one. */
  public NessieReference {
    if (name.isEmpty() || hash.isEmpty()) {
      throw new IllegalArgumentException("a reference has a name and a head");
    }
  }

  /** What kinds of references Nessie shows; the words are those of its API. */
  public enum Kind implements Labelled {
    /** Can be committed to. */
    BRANCH("refs/heads/"),
    /** Stays where it is. */
    TAG("refs/tags/");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /** The same reference with another head. */
  public NessieReference at(ObjectId other) {
    return new NessieReference(kind, name, other.hex());
  }

  /** The head. */
  public ObjectId head() {
    return ObjectId.of(hash);
  }

  /**
   * From what is in the table of references.
   *
   * @param storedName such as {@code refs/heads/main}
   * @param hash as hexadecimal text
   * @return absent for internal ones, which Nessie shows to nobody
   */
  public static Optional<NessieReference> of(String storedName, String hash) {
    for (Kind kind : Kind.values()) {
      if (storedName.length() > kind.prefix.length() && storedName.startsWith(kind.prefix)) {
        String name = storedName.substring(kind.prefix.length());
        return Optional.of(new NessieReference(kind, name, hash.toLowerCase(Locale.ROOT)));
      }
    }
    return Optional.empty();
  }

  /** {@code branch "main"}, {@code tag "v1"}, {@code reference "int/refs"}. */
  public static String describe(String storedName) {
    return of(storedName, "0")
        .map(reference -> "%s \"%s\"".formatted(reference.kind().label(), reference.name()))
        .orElse("reference \"%s\"".formatted(storedName));
  }

  @Override
  public int compareTo(NessieReference other) {
    return ORDER.compare(this, other);
  }
}
