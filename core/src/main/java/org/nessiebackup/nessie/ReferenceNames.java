package org.nessiebackup.nessie;

/** Names of references for people. */
public final class ReferenceNames {

  private ReferenceNames() {}

  /** {@code branch "main"}, {@code tag "v1"}, {@code reference "int/refs"}. */
  public static String describe(String storedName) {
    return NessieReference.of(storedName, "0")
        .map(
            reference ->
                switch (reference.kind()) {
                  case BRANCH -> "branch \"%s\"".formatted(reference.name());
                  case TAG -> "tag \"%s\"".formatted(reference.name());
                })
        .orElse("reference \"%s\"".formatted(storedName));
  }
}
