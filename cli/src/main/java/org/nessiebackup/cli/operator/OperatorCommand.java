package org.nessiebackup.cli.operator;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.option.AddressOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.operator.CatalogOperator;
import org.nessiebackup.operator.OperatorOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@NamedByCommand("--listen")
@Command(
    name = "operator",
    description = "Stay, and protect the catalogs that are declared as resources of Kubernetes.",
    footer = {
      "",
      "Watches NessieVault, NessieCatalog, NessieBackup, NessieRestore and NessieDrill, and has"
          + " done",
      "by Jobs what they say. The chart runs it: operator.enabled. Outside of a pod it finds the",
      "cluster as kubectl does, by KUBECONFIG.",
      "",
      "Examples:",
      "  nessie-backup operator --image registry.example/data/nessie-backup:0.2.0",
      "  nessie-backup operator --image nessie-backup:0.2.0 --all-namespaces"
    })
public final class OperatorCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      order = 40,
      required = true,
      description = "What Jobs run whose catalog names no other image: this program.")
  String image;

  @Option(
      names = "--service-account",
      paramLabel = "NAME",
      order = 41,
      defaultValue = "nessie-backup",
      description =
          "The account of Jobs that may nothing in the API; that of a check and of a restore has"
              + " -check or -restore behind it (default: nessie-backup).")
  String serviceAccount;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      order = 42,
      defaultValue = ":8081",
      converter = AddressOption.class,
      description = "Where health and metrics are served (default: :8081, every address).")
  InetSocketAddress listen;

  @OfOneRun
  @Option(
      names = "--watch-namespace",
      paramLabel = "NAME",
      order = 60,
      split = "\\n",
      description =
          "Whose resources it looks after; may be given several times. Without it those of the"
              + " context, or of the pod.")
  List<String> namespaces = List.of();

  @OfOneRun
  @Option(
      names = "--all-namespaces",
      order = 61,
      fallbackValue = "true",
      description = "Look after those of the whole cluster.")
  boolean all;

  @Override
  public Integer call() throws InterruptedException {
    OperatorOptions options =
        new OperatorOptions(
            scope(), image, serviceAccount, Tool.version(), listen, root.console().work().owner());
    try (CatalogOperator operator =
        CatalogOperator.start(options, root.console().work(), root.console()::note)) {
      root.console().note("Answering probes on " + operator.address());
      operator.work();
      return 0;
    }
  }

  private OperatorOptions.Scope scope() {
    if (all && !namespaces.isEmpty()) {
      throw Failure.USAGE.exception(
          "--watch-namespace and --all-namespaces are given", "Leave one of them away.");
    }
    if (all) {
      return new OperatorOptions.Scope.All();
    }
    return namespaces.isEmpty()
        ? new OperatorOptions.Scope.Own()
        : new OperatorOptions.Scope.Named(Set.copyOf(namespaces));
  }
}
