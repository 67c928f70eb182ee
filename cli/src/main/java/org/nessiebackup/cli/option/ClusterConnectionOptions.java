package org.nessiebackup.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.ClusterOptions;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the cluster is reached in which Nessie runs, and which workload is Nessie. */
public final class ClusterConnectionOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--kubernetes",
      order = 60,
      fallbackValue = "true",
      description = "Nessie runs on Kubernetes: look there too.")
  boolean kubernetes;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      order = 61,
      description = "Its namespace; without it that of the context, or of the pod.")
  String namespace;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      order = 62,
      description = "How the API server is reached; without it as by kubectl, or as a pod.")
  String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      order = 63,
      description = "A context of the kubeconfig; without it the current one.")
  String context;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      order = 64,
      description = "Nessie: deployment/NAME or statefulset/NAME; found by its chart's labels.")
  String workload;

  /**
   * Whether the cluster is to be looked at.
   *
   * @throws BackupException {@link Failure#USAGE} if something is said about a cluster that is not
   */
  public boolean asked() {
    if (!kubernetes) {
      Stream.of("--namespace", "--kubeconfig", "--context", "--workload")
          .filter(this::typed)
          .findFirst()
          .ifPresent(
              option -> {
                throw withoutKubernetes(option);
              });
    }
    return kubernetes;
  }

  private static BackupException withoutKubernetes(String option) {
    return Failure.USAGE.exception(option + " is given without --kubernetes", "Add --kubernetes.");
  }

  private boolean typed(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }

  /**
   * Takes the namespace by another option too.
   *
   * @throws BackupException {@link Failure#USAGE} if it contradicts
   */
  public void namespace(String other) {
    if (!kubernetes && given(other).isPresent()) {
      throw withoutKubernetes("-n");
    }
    if (typed("--namespace") && given(other).isPresent() && !other.equals(namespace)) {
      throw Failure.USAGE.exception("two namespaces are given", "Keep the one that is meant.");
    }
    namespace = given(other).orElse(namespace);
  }

  /** How the API server is reached. */
  public ClusterOptions cluster() {
    return new ClusterOptions(
        given(kubeconfig).map(Path::of),
        given(context),
        given(namespace),
        ClusterOptions.DEFAULT.answerWithin());
  }

  /** Which workload is Nessie. */
  public WorkloadQuery workload() {
    return given(workload).map(WorkloadQuery::parse).orElse(WorkloadQuery.ANY);
  }

  private static Optional<String> given(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }
}
