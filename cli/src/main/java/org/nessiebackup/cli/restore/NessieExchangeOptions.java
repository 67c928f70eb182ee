package org.nessiebackup.cli.restore;

import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.option.NessieStopOptions;
import org.nessiebackup.kubernetes.exchange.ExchangeOptions;
import org.nessiebackup.kubernetes.workload.WorkloadQuery;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command that stops and starts Nessie on Kubernetes goes about it. */
final class NessieExchangeOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Mixin NessieStopOptions nessie;

  @Option(
      names = "--stop-first",
      order = 70,
      fallbackValue = "true",
      description = "Stop Nessie before anything else, not only for the exchange.")
  boolean stopFirst;

  @Option(
      names = "--no-auto-undo",
      order = 71,
      fallbackValue = "true",
      description = "Leave the catalog exchanged, even if Nessie does not come back with it.")
  boolean noAutoUndo;

  /**
   * Whether what was begun is to be put back.
   *
   * @throws BackupException {@link Failure#USAGE} if only a plan is wanted: there is none of that
   */
  boolean abort() {
    if (nessie.abort()) {
      refuse(
          "Leave out --abort to see how far the work has come.",
          "together with --abort",
          "--dry-run");
    }
    return nessie.abort();
  }

  /**
   * All but the way to the cluster.
   *
   * @param workload which workload is Nessie
   */
  ExchangeOptions options(WorkloadQuery workload) {
    return new ExchangeOptions(
        workload, nessie.pauseToo(), nessie.api(), stopFirst, !noAutoUndo, nessie.terms());
  }

  /**
   * For commands that were not asked to look at a cluster.
   *
   * @throws BackupException {@link Failure#USAGE} if one of these options is given all the same
   */
  void refuse() {
    command.mixins().values().stream()
        .filter(mixin -> mixin.userObject() == this)
        .flatMap(mixin -> mixin.options().stream())
        .forEach(
            option -> refuse("Add --kubernetes.", "without --kubernetes", option.longestName()));
  }

  /** Refuses other options that make no sense beside {@code --kubernetes}. */
  void refuseBeside(String... options) {
    refuse("Leave it out.", "together with --kubernetes", options);
  }

  private void refuse(String hint, String why, String... options) {
    Stream.of(options)
        .filter(command.commandLine().getParseResult()::hasMatchedOption)
        .findFirst()
        .ifPresent(
            option -> {
              throw Failure.USAGE.exception("%s is given %s".formatted(option, why), hint);
            });
  }
}
