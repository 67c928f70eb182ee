package org.nessiebackup.operator;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How the operator works.
 *
 * @param place where the API server is
 * @param scope whose resources are looked after
 * @param image what Jobs run where a catalog names no other one
 * @param serviceAccount of Jobs that may nothing in the API; those that may something have its name
 *     with a suffix
 * @param version of the program
 * @param listen where probes are answered
 * @param identity of this one among several, one of which works at a time
 */
public record OperatorOptions(
    Place place,
    Scope scope,
    String image,
    String serviceAccount,
    String version,
    InetSocketAddress listen,
    String identity) {
  /**
   * Where the API server is.
   *
   * @param kubeconfig the file; without it as by kubectl, or as a pod
   * @param context of that file; without it its current one
   */
  public record Place(Optional<Path> kubeconfig, Optional<String> context) {}

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
    Objects.requireNonNull(place);
    Objects.requireNonNull(scope);
    Objects.requireNonNull(image);
    Objects.requireNonNull(serviceAccount);
    Objects.requireNonNull(identity);
  }
}
