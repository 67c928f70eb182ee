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
 */
public record WorkloadQuery(Optional<WorkloadKind> kind, Optional<String> name) {
  /** The only one with the chart's labels. */
  public static final WorkloadQuery ANY = new WorkloadQuery(Optional.empty(), Optional.empty());

  /** The labels of Nessie's chart, as a selector. */
  static final String LABELS = "app.kubernetes.io/name=nessie";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  /** Refuses names that no object can have. */
  public WorkloadQuery {
    if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      throw Failure.USAGE.exception(
          "\"%s\" cannot be the name of a workload".formatted(name.get()));
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
      return new WorkloadQuery(Optional.empty(), Optional.of(text));
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
    return new WorkloadQuery(Optional.of(kind), Optional.of(text.substring(slash + 1)));
  }

  boolean wants(WorkloadKind candidate) {
    return kind.isEmpty() || kind.get() == candidate;
  }

  /** For messages. */
  String inWords() {
    return name.map(text -> "with the name \"%s\"".formatted(text))
        .orElseGet(() -> "with the labels \"%s\"".formatted(LABELS));
  }
}
