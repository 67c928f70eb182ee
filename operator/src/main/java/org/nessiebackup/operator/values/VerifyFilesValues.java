package org.nessiebackup.operator.values;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks for the files of tables.
 *
 * @param shards among how many pods they are shared out
 * @param parallelism how many of them work at a time
 * @param deep reads the metadata of tables as well
 * @param nessieProperties the settings of Nessie, by which buckets are reached
 * @param credentials keys of those buckets
 */
public record VerifyFilesValues(
    boolean enabled,
    String schedule,
    int shards,
    int parallelism,
    boolean deep,
    ConfigMapKey nessieProperties,
    SecretVariables credentials,
    int backoffLimit,
    List<String> arguments,
    int deadline,
    ResourceRequirements resources)
    implements JobValues.Scheduled {
  /** Checks what it is told. */
  public VerifyFilesValues {
    Objects.requireNonNull(schedule);
    Objects.requireNonNull(nessieProperties);
    Objects.requireNonNull(credentials);
    Ranges.within("shards", shards, 1, 1024);
    Ranges.within("parallelism", parallelism, 1, 1024);
    Ranges.atLeast("backoffLimit", backoffLimit, 0);
    Ranges.deadline(deadline);
    arguments = List.copyOf(arguments);
  }

  @Override
  public Optional<Integer> tries() {
    return Optional.of(backoffLimit);
  }
}
