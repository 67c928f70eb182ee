package org.nessiebackup.operator;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Set;

/**
 * How the operator works.
 *
 * @param scope whose resources are looked after
 * @param image what Jobs run where a catalog names no other one
 * @param serviceAccount of Jobs that may nothing in the API; those that may something have its name
 *     with a suffix
 * @param version of the program
 * @param listen where probes are answered
 * @param identity of this one among several, one of which works at a time
 */
public record OperatorOptions(
    Scope scope,
    String image,
    String serviceAccount,
    String version,
    InetSocketAddress listen,
    String identity) {
  /** Whose resources are looked after. */
  public sealed interface Scope {
    /** Those of the namespace of the pod, or of the context. */
    record Own() implements Scope {}

    /** Those of the whole cluster. */
    record All() implements Scope {}

    /** Those of some namespaces. */
    record Named(Set<String> namespaces) implements Scope {
      /** Copies the set. */
      public Named {
        namespaces = Set.copyOf(namespaces);
      }
    }
  }

  /** Nothing is null. */
  public OperatorOptions {
    Objects.requireNonNull(scope);
    Objects.requireNonNull(image);
    Objects.requireNonNull(serviceAccount);
    Objects.requireNonNull(identity);
  }
}
