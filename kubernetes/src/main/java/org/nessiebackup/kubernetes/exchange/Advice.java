package org.nessiebackup.kubernetes.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.kubernetes.workload.Autoscaler;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.kubernetes.workload.NamespaceContext;

/** What a failure says in the end: how all is now, and which command goes on. */
record Advice(ExchangeAction action) {
  /** Everything is as it was. */
  BackupException putBack(BackupException failure) {
    return reworded(
        failure,
        "the %s was given up and everything put back as it was before: %s"
            .formatted(action.label(), failure.getMessage()),
        failure.hint().stream());
  }

  /** The catalog was exchanged, and exchanged again. */
  BackupException rolledBack(BackupException failure, String checked) {
    return reworded(
        failure,
        "the %s was taken back, and the former catalog serves again (%s): %s"
            .formatted(action.label(), checked, failure.getMessage()),
        failure.hint().stream());
  }

  /** It has stopped in the middle, and its checkpoint is kept. */
  BackupException left(BackupException failure, String how) {
    return reworded(
        failure,
        "%s. %s".formatted(failure.getMessage(), how),
        Stream.concat(failure.hint().stream(), Stream.of(commands())));
  }

  /** Even going back did not work. */
  BackupException stuck(BackupException failure, BackupException second, String how) {
    BackupException reworded =
        reworded(
            failure,
            "%s. Putting everything back failed, too: %s. %s"
                .formatted(failure.getMessage(), second.getMessage(), how),
            Stream.of(second.hint().stream(), Stream.of(commands())).flatMap(text -> text));
    reworded.addSuppressed(second);
    return reworded;
  }

  String commands() {
    return "`%s --kubernetes` goes on from here; `%s --kubernetes --abort` puts everything back."
        .formatted(action.label(), action.label());
  }

  /** Who may have scaled Nessie up, and how he is stopped from it. */
  static BackupException scaledByOthers(BackupException failure, NamespaceContext namespace) {
    List<String> suspects = new ArrayList<>();
    namespace
        .owner()
        .ifPresent(
            owner ->
                suspects.add(
                    "It was probably %s (%s): pause it by \"%s\", and afterwards \"%s\"."
                        .formatted(owner.tool(), owner.object(), owner.pause(), owner.resume())));
    for (Autoscaler scaler : namespace.autoscalers()) {
      suspects.add(
          scaler
              .scaledObject()
              .map(
                  object ->
                      "KEDA scales it: \"kubectl annotate scaledobject %s autoscaling.keda.sh/paused=true\"."
                          .formatted(object))
              .orElseGet(() -> ofItself(scaler)));
    }
    return suspects.isEmpty()
        ? failure
        : reworded(
            failure,
            failure.getMessage(),
            Stream.concat(suspects.stream(), Stream.of("Then run the command again.")));
  }

  /** An autoscaler is inactive at 0 replicas, unless 0 is within its bounds. */
  private static String ofItself(Autoscaler scaler) {
    return scaler.minimum() == 0
        ? "The HorizontalPodAutoscaler \"%s\" may have done it, as its minimum is 0: delete it for so long."
            .formatted(scaler.name())
        : "It was a person or a program, which \"kubectl get events\" may name; the HorizontalPodAutoscaler \"%s\" is inactive at 0 replicas."
            .formatted(scaler.name());
  }

  private static BackupException reworded(
      BackupException failure, String message, Stream<String> hints) {
    List<String> all = hints.toList();
    BackupException reworded =
        failure.failure().exception(message, all.isEmpty() ? null : String.join(" ", all), failure);
    for (Throwable suppressed : failure.getSuppressed()) {
      reworded.addSuppressed(suppressed);
    }
    return reworded;
  }
}
