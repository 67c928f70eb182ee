package org.nessiebackup.cli.replica;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.option.NessieStopOptions;
import org.nessiebackup.kubernetes.cluster.ClusterOptions;
import org.nessiebackup.kubernetes.exchange.ExchangeOptions;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the primary's Nessie is, if not where the replica's is, and how both are treated. */
final class HandoverOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Mixin NessieStopOptions nessie;

  @Option(
      names = "--primary-namespace",
      paramLabel = "NAME",
      order = 64,
      description = "The namespace of the primary's Nessie, which is stopped for good.")
  String namespace;

  @Option(
      names = "--primary-kubeconfig",
      paramLabel = "FILE",
      order = 64,
      description = "How its API server is reached; without it as that of the replica's Nessie.")
  String kubeconfig;

  @Option(
      names = "--primary-context",
      paramLabel = "NAME",
      order = 64,
      description = "A context for it; without it that of the replica's Nessie.")
  String context;

  @Option(
      names = "--primary-workload",
      paramLabel = "NAME",
      order = 64,
      description = "The primary's Nessie: deployment/NAME or statefulset/NAME.")
  String workload;

  /**
   * How the API server is reached that shows the primary's Nessie; absent if nobody says where it
   * is.
   *
   * @param next how that of the replica's Nessie is reached
   */
  Optional<ClusterOptions> primary(ClusterOptions next) {
    boolean named =
        Stream.of(namespace, kubeconfig, context, workload)
            .anyMatch(each -> ReplicaDatabaseOptions.given(each).isPresent());
    if (!named) {
      return Optional.empty();
    }
    Optional<Path> file = ReplicaDatabaseOptions.given(kubeconfig).map(Path::of);
    Optional<String> ours = ReplicaDatabaseOptions.given(context);
    boolean elsewhere = file.isPresent() || ours.isPresent();
    return Optional.of(
        new ClusterOptions(
            file.or(next::kubeconfig),
            file.isPresent() ? ours : ours.or(next::context),
            ReplicaDatabaseOptions.given(namespace)
                .or(() -> elsewhere ? Optional.empty() : next.namespace()),
            next.answerWithin()));
  }

  /** How the primary's Nessie is treated. */
  ExchangeOptions former() {
    return new ExchangeOptions(
        ReplicaDatabaseOptions.given(workload).map(WorkloadQuery::parse).orElse(WorkloadQuery.ANY),
        nessie.pauseToo(),
        ExchangeOptions.Api.DEFAULT,
        true,
        false,
        nessie.terms());
  }

  /**
   * How the replica's Nessie is treated.
   *
   * @param query which workload it is
   */
  ExchangeOptions next(WorkloadQuery query) {
    return new ExchangeOptions(query, List.of(), nessie.api(), true, false, nessie.terms());
  }

  /**
   * Whether what was begun is to be put back.
   *
   * @throws BackupException {@link Failure#USAGE} if only a plan is wanted: there is none of that
   */
  boolean abort(boolean dryRun) {
    if (nessie.abort() && dryRun) {
      throw Failure.USAGE.exception(
          "--dry-run is given together with --abort",
          "Leave out --abort to see how far the work has come.");
    }
    return nessie.abort();
  }

  /**
   * For a promotion that was not asked to look at a cluster.
   *
   * @throws BackupException {@link Failure#USAGE} if one of these options is given all the same
   */
  void refuse() {
    command.mixins().values().stream()
        .filter(mixin -> mixin.userObject() == this)
        .flatMap(mixin -> mixin.options().stream())
        .filter(
            option -> command.commandLine().getParseResult().hasMatchedOption(option.longestName()))
        .findFirst()
        .ifPresent(
            option -> {
              throw Failure.USAGE.exception(
                  option.longestName() + " is given without --kubernetes", "Add --kubernetes.");
            });
  }
}
