package org.nessiebackup.cli.kubectl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.TakesCommandLine;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterOptions;
import org.nessiebackup.kubernetes.job.InstalledJobs;
import org.nessiebackup.kubernetes.job.JobRequest;
import org.nessiebackup.kubernetes.job.JobResult;
import org.nessiebackup.retry.Sleeper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@TakesCommandLine
@Command(
    name = "kubectl",
    customSynopsis = {
      "kubectl nessie-backup [-n NAMESPACE] COMMAND [ARGUMENTS]",
      "       nessie-backup kubectl [-n NAMESPACE] COMMAND [ARGUMENTS]"
    },
    description = "Run a command in the cluster, as a plugin of kubectl.",
    footer = {
      "",
      "In pods like those of the installation's CronJobs, and with their keys: backup, mark, prune,"
          + " keep,",
      "unlock, verify, drill, check, status, list, show, init; and refs, log, ls, cat, diff,"
          + " find-change",
      "where a drill is enabled. What it says is shown, and it ends with what that ends with.",
      "",
      "Here, as with --kubernetes: restore, undo, reset. And `logs [COMPONENT] [-f]` shows what"
          + " the",
      "newest pod has said.",
      "",
      "Where a NessieCatalog is declared, by resources, which the operator carries out: backup"
          + " [--type]",
      "[--tag], drill, restore [--dry-run], restore --approve DIGEST, undo [NESSIERESTORE]; and"
          + " status",
      "[CATALOG] shows what it has seen. With any other option as without it.",
      "",
      "kubectl finds the plugin by the name kubectl-nessie_backup, which packages bring.",
      "",
      "Examples:",
      "  kubectl nessie-backup -n data-platform status",
      "  kubectl nessie-backup -n data-platform backup",
      "  kubectl nessie-backup -n data-platform restore latest --dry-run",
      "  kubectl nessie-backup -n data-platform logs incremental"
    })
public final class KubectlCommand implements Callable<Integer> {
  /** Longer than any job of the chart may run. */
  private static final Duration LONGEST = Duration.ofHours(12);

  @ParentCommand NessieBackup root;

  @OfOneRun
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      order = 60,
      description = "Its namespace; without it that of the context, or of the pod.")
  String namespace;

  @OfOneRun
  @Option(
      names = "--context",
      paramLabel = "NAME",
      order = 61,
      description = "A context of the kubeconfig; without it the current one.")
  String context;

  @OfOneRun
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      order = 62,
      description = "How the API server is reached; without it as by kubectl, or as a pod.")
  String kubeconfig;

  @OfOneRun
  @Option(
      names = "--instance",
      paramLabel = "RELEASE",
      order = 63,
      description = "Which installation, where a namespace has several.")
  String instance;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "What to do, and its arguments; these options may stand among them.")
  List<String> line = new ArrayList<>();

  @Override
  public Integer call() {
    PluginWords words = PluginWords.of(withOptionsBefore());
    if (words.words().isEmpty()) {
      throw Failure.USAGE.exception("a command is missing", "There are " + PluginCommand.names());
    }
    String name = words.words().getFirst();
    if (words.words().contains("--help") || words.words().contains("-h")) {
      return root.run(root.invocation(), name, "--help");
    }
    PluginCommand command = PluginCommand.of(name).orElseThrow(() -> unknown(name));
    OptionalInt done = byResource(words);
    return done.isPresent() ? done.getAsInt() : withoutResource(words, command);
  }

  private int withoutResource(PluginWords words, PluginCommand command) {
    return switch (command) {
      case PluginCommand.Here here ->
          root.run(root.invocation(), words.forHere().toArray(String[]::new));
      case PluginCommand.InPod pod -> inPod(words, pod);
      case PluginCommand.Log log -> log(words);
    };
  }

  /** Where an operator looks after the catalog, and has a word for what is wished. */
  private OptionalInt byResource(PluginWords words) {
    Optional<Wish> wish = Wish.of(words.words());
    if (wish.isEmpty()) {
      return OptionalInt.empty();
    }
    try (Cluster cluster = connect(words, root.console().work())) {
      return new ByResource(cluster, root.console(), LONGEST)
          .run(wish.get(), words.option("--instance"));
    }
  }

  private static BackupException unknown(String name) {
    return Failure.USAGE.exception(
        "\"%s\" does not run in a cluster".formatted(name), "What does: " + PluginCommand.names());
  }

  /** As if all had been typed behind the command; what stands there wins. */
  private List<String> withOptionsBefore() {
    List<String> all = new ArrayList<>();
    add(all, "--namespace", namespace);
    add(all, "--context", context);
    add(all, "--kubeconfig", kubeconfig);
    add(all, "--instance", instance);
    all.addAll(line);
    return all;
  }

  private static void add(List<String> all, String name, String value) {
    if (value != null) {
      all.add(name + "=" + value);
    }
  }

  /** Without arguments a command does what its CronJob does. */
  private int inPod(PluginWords words, PluginCommand.InPod pod) {
    boolean asScheduled =
        words.words().size() == 1 && words.words().getFirst().equals(pod.component());
    JobRequest request =
        new JobRequest(
            pod.component(),
            words.option("--instance"),
            asScheduled ? List.of() : words.words(),
            pod.kept(),
            LONGEST);
    WorkContext work = root.console().work();
    try (Cluster cluster = connect(words, work)) {
      JobResult result = new InstalledJobs(cluster).run(request, root.console()::relay);
      if (pod.kept()) {
        root.console().note("job \"%s\" has ended and stays".formatted(result.job()));
      }
      return result.exitCode();
    }
  }

  private int log(PluginWords words) {
    List<String> rest = words.words().subList(1, words.words().size());
    boolean follow = rest.contains("-f") || rest.contains("--follow");
    List<String> components = rest.stream().filter(word -> !word.startsWith("-")).toList();
    if (components.size() > 1 || components.size() + (follow ? 1 : 0) < rest.size()) {
      throw Failure.USAGE.exception(
          "logs takes one component and -f", "Such as `kubectl nessie-backup logs backup -f`.");
    }
    WorkContext work = root.console().work();
    try (Cluster cluster = connect(words, work)) {
      String pod =
          new InstalledJobs(cluster)
              .log(
                  components.stream().findFirst(),
                  words.option("--instance"),
                  follow ? Optional.of(LONGEST) : Optional.empty(),
                  root.console()::relay);
      root.console().note("pod \"%s\"".formatted(pod));
      return 0;
    }
  }

  private static Cluster connect(PluginWords words, WorkContext work) {
    return Cluster.connect(
        new ClusterOptions(
            words.option("--kubeconfig").map(Path::of),
            words.option("--context"),
            words.option("--namespace"),
            ClusterOptions.DEFAULT.answerWithin()),
        work,
        Sleeper.stoppedBy(work.cancellation()));
  }
}
