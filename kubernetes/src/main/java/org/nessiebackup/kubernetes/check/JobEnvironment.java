package org.nessiebackup.kubernetes.check;

import java.util.Map;
import java.util.Optional;
import org.nessiebackup.Secret;

/**
 * What the program in a pod sees of its settings. All values are treated as secrets, as some are.
 *
 * @param variables its environment
 * @param files files that a variable names and that come from a Secret or ConfigMap, by their path
 */
public record JobEnvironment(Map<String, Secret> variables, Map<String, Secret> files) {
  /** Copies the maps. */
  public JobEnvironment {
    variables = Map.copyOf(variables);
    files = Map.copyOf(files);
  }

  /** The value of a variable; empty means absent, as for the program itself. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(Secret::value)
        .filter(value -> !value.isEmpty());
  }

  /** The first line of a file. */
  public Optional<Secret> firstLine(String path) {
    return Optional.ofNullable(files.get(path))
        .flatMap(content -> content.value().lines().findFirst())
        .map(Secret::new);
  }
}
