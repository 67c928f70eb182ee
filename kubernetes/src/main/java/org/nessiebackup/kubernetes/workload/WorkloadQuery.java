package org.nessiebackup.kubernetes.workload;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * Which workload is meant.
 *
 * @param kind only this kind
 * @param name of this name; without it, those with the labels of Nessie's chart
 * @param instance of this release of the chart
 */
public record WorkloadQuery(
    Optional<WorkloadKind> kind, Optional<String> name, Optional<String> instance) {
  /** The only one with the chart's labels. */
  public static final WorkloadQuery ANY =
      new WorkloadQuery(Optional.empty(), Optional.empty(), Optional.empty());

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  /** Refuses names that no object can have. */
  public WorkloadQuery {
    name.ifPresent(text -> require(NAME, text));
    instance.ifPresent(text -> require(LABEL, text));
  }

  private static void require(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw Failure.USAGE.exception("\"%s\" cannot be the name of a workload".formatted(text));
    }
  }

  /**
   * Reads {@code nessie}, {@code deployment/nessie} or {@code statefulset/nessie}.
   *
   * @throws BackupException {@link Failure#USAGE} for anything else
   */
  public static WorkloadQuery parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return new WorkloadQuery(Optional.empty(), Optional.of(text), Optional.empty());
    }
    String word = text.substring(0, slash);
    WorkloadKind kind =
        Arrays.stream(WorkloadKind.values())
            .filter(known -> known.word().equals(word) || known.resource().equals(word))
            .findFirst()
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "\"%s\" names no workload".formatted(text),
                        "Write deployment/NAME or statefulset/NAME."));
    return new WorkloadQuery(
        Optional.of(kind), Optional.of(text.substring(slash + 1)), Optional.empty());
  }

  /** Of this release of the chart. */
  public WorkloadQuery ofInstance(String release) {
    return new WorkloadQuery(kind, name, Optional.of(release));
  }

  boolean wants(WorkloadKind candidate) {
    return kind.isEmpty() || kind.get() == candidate;
  }

  /** The labels of Nessie's chart, as a selector. */
  String labels() {
    return "app.kubernetes.io/name=nessie"
        + instance.map(release -> ",app.kubernetes.io/instance=" + release).orElse("");
  }

  /** For messages. */
  String inWords() {
    return name.map(text -> "with the name \"%s\"".formatted(text))
        .orElseGet(() -> "with the labels \"%s\"".formatted(labels()));
  }
}
