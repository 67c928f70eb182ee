package org.nessiebackup.cli.serve;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.service.Service;
import org.nessiebackup.service.ServiceOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

@Unmonitored
@NamedByCommand({"--listen", "--identity", "--identity-command"})
@Command(
    name = "serve",
    description = "Stay, protect catalogs by their schedules, and show how safe they are.",
    footer = {
      "",
      "Serves each [catalogs.NAME] of the settings, or the one catalog that they describe.",
      "",
      "Examples:",
      "  nessie-backup serve --demo",
      "  nessie-backup serve",
      "  nessie-backup serve --config config.toml --listen 127.0.0.1:8080"
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Set<String> OF_SETTINGS = Set.of("--config", "--profile", "--catalog");

  @ParentCommand NessieBackup root;
  @Mixin CatalogOptions catalog;

  @Mixin AccessOptions access;

  @Option(
      names = ServeDemo.OPTION,
      order = 40,
      fallbackValue = "true",
      description = "Serve a shop that is made up, on a throw-away server; nothing is left behind.")
  boolean demo;

  @OfOneRun
  @Option(
      names = "--hash-password",
      order = 219,
      fallbackValue = "true",
      description = "Read a password, print what a line of --users-file ends with, and end.")
  boolean hashPassword;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException, SQLException {
    if (demo) {
      refuseOwnCatalog(spec.root().commandLine().getParseResult());
      return new ServeDemo(root).run(spec.root().commandLine().getParseResult().originalArgs());
    }
    if (hashPassword) {
      return new PasswordPrompt(root.invocation().in(), spec.commandLine().getOut()).hash();
    }
    List<SettingsCatalog> catalogs =
        new SettingsCatalogs(root, catalog, spec.commandLine().getParseResult()).all();
    try (Service service =
        Service.start(
            new ServiceOptions(access.access(root), ServiceOptions.RUNS),
            List.copyOf(catalogs),
            catalogs.stream().map(SettingsCatalog::schedule).toList(),
            new ProgramRunner(root, catalogs),
            root.console().work())) {
      root.console().note("Listening on " + service.address());
      await(root.invocation().cancellation());
      return 0;
    }
  }

  /** A demonstration describes its own catalog, and touches no other one. */
  private static void refuseOwnCatalog(ParseResult parsed) {
    ParseResult command = parsed.subcommand();
    Stream.concat(
            Stream.of(parsed, command)
                .flatMap(each -> each.matchedOptions().stream())
                .filter(option -> OF_SETTINGS.contains(option.longestName())),
            CatalogOptions.typed(command).stream())
        .findFirst()
        .ifPresent(
            option -> {
              throw Failure.USAGE.exception(
                  "%s is given, and %s describes a catalog of its own"
                      .formatted(option.longestName(), ServeDemo.OPTION),
                  "Leave one of them away.");
            });
  }

  private static void await(Cancellation cancellation) throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    Cancellation.Registration wake = cancellation.onRequest(stop::countDown);
    try {
      stop.await();
    } finally {
      wake.close();
    }
  }
}
