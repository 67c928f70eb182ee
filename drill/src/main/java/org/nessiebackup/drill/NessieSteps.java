package org.nessiebackup.drill;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.drill.DrillOptions.Nessie;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessieapi.HttpTransport;
import org.nessiebackup.nessieapi.LoggedTransport;
import org.nessiebackup.nessieapi.NessieApi;
import org.nessiebackup.nessieapi.NessieConfig;
import org.nessiebackup.references.ReferencesReport;
import org.nessiebackup.retry.WaitContext;

/** Lets a Nessie serve the copy, one Nessie repository after the other, and asks it. */
final class NessieSteps {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final DrillOptions options;
  private final DrillTarget copy;
  private final String storeType;
  private final ReferencesReport references;
  private final Optional<CatalogSource> rows;
  private final WorkContext context;
  private final List<String> served = new ArrayList<>();
  private NessieApi api;
  private Optional<String> version = Optional.empty();
  private Optional<String> sha256 = Optional.empty();

  /**
   * Starts nothing yet.
   *
   * @param copy what is served
   * @param storeType Nessie's name for the kind of its tables
   * @param references those of the copy
   * @param rows the copy before any Nessie has touched it; absent where we cannot read it
   */
  NessieSteps(
      DrillOptions options,
      DrillTarget copy,
      String storeType,
      ReferencesReport references,
      Optional<CatalogSource> rows,
      WorkContext context) {
    this.options = options;
    this.copy = copy;
    this.storeType = storeType;
    this.references = references;
    this.rows = rows;
    this.context = context;
  }

  /** Goes through the steps until one fails. */
  void run(StepLog steps) {
    switch (options.nessie()) {
      case Nessie.None none -> leaveOut(steps, "no Nessie was given (--nessie-jar, --nessie-url)");
      case Nessie.Started started -> start(started, steps);
      case Nessie.Running running -> ask(running, steps);
    }
  }

  /** Which Nessie it was, as far as it is known. */
  Optional<DrillReport.NessieServer> server() {
    return switch (options.nessie()) {
      case Nessie.None none -> Optional.empty();
      case Nessie.Started started ->
          server("\"%s\", started for the drill".formatted(started.jar().getFileName()));
      case Nessie.Running running -> server("the one at \"%s\"".formatted(host(running.address())));
    };
  }

  private Optional<DrillReport.NessieServer> server(String description) {
    return Optional.of(new DrillReport.NessieServer(description, version, sha256, served));
  }

  private NessieApi api(URI address, Optional<Secret> token) {
    return new NessieApi(
        new LoggedTransport(
            new HttpTransport(address, token, TIMEOUT, context.cancellation()), context.progress()),
        WaitContext.of(context));
  }

  private static String host(URI address) {
    return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
  }

  private static void leaveOut(StepLog steps, String why) {
    steps.leaveOut(DrillStep.NESSIE, why);
    steps.leaveOut(DrillStep.REFERENCES, why);
    steps.leaveOut(DrillStep.CONTENTS, why);
  }

  private void start(Nessie.Started started, StepLog steps) {
    List<String> repositories =
        options.repository().map(List::of).orElseGet(this::repositoriesOfTheBackup);
    if (repositories.isEmpty()) {
      leaveOut(steps, "the backup holds no Nessie repository");
      return;
    }
    for (String repository : repositories) {
      try (CleanupStack cleanup = new CleanupStack()) {
        if (!start(started, repository, cleanup, steps)) {
          return;
        }
      }
    }
  }

  private List<String> repositoriesOfTheBackup() {
    return List.copyOf(references.repositories().keySet());
  }

  private boolean start(
      Nessie.Started started, String repository, CleanupStack cleanup, StepLog steps) {
    long begun = System.nanoTime();
    boolean ready =
        steps.run(
            DrillStep.NESSIE,
            () -> {
              checkKnown(repository);
              NessieProcess process = launch(started, repository);
              cleanup.add(process::close);
              api = api(process.address(), Optional.empty());
              StepLog.Seen seen = awaitReady(process, started.timeout(), repository);
              steps.phase("nessie", StepLog.since(begun));
              return seen;
            });
    return ready && ask(repository, Duration.ZERO, steps);
  }

  private NessieProcess launch(Nessie.Started started, String repository) {
    context.progress().step("starting Nessie" + of(repository), 0);
    sha256 = Optional.of(NessieProcess.sha256(started.jar()));
    return NessieProcess.start(started, copy, storeType, repository);
  }

  private void checkKnown(String repository) {
    if (!references.repositories().containsKey(repository)) {
      throw Failure.NESSIE.exception(
          "the backup holds no Nessie repository \"%s\"".formatted(repository),
          "It holds \"%s\".".formatted(String.join("\", \"", repositoriesOfTheBackup())));
    }
  }

  private StepLog.Seen awaitReady(NessieProcess process, Duration limit, String repository) {
    try {
      NessieConfig config = api.await(limit, api::config, process::checkAlive);
      version = process.version();
      return configured(config, repository);
    } catch (BackupException e) {
      if (e.failure() != Failure.NESSIE) {
        throw e;
      }
      throw e.failure().exception(e.getMessage(), "The end of its log: " + process.endOfLog(), e);
    }
  }

  private StepLog.Seen configured(NessieConfig config, String repository) {
    if (config.defaultBranch().isEmpty()) {
      throw Failure.NESSIE.exception(
          "what answers is no Nessie: its configuration names no default branch");
    }
    served.add(repository);
    return StepLog.Seen.of(
        "it answers%s, API %s, default branch \"%s\""
            .formatted(
                of(repository),
                config.specification().isEmpty() ? "unknown" : config.specification(),
                config.defaultBranch()));
  }

  private static String of(String repository) {
    return repository.isEmpty() ? "" : " for repository \"%s\"".formatted(repository);
  }

  private void ask(Nessie.Running running, StepLog steps) {
    api = api(running.address(), running.token());
    long begun = System.nanoTime();
    boolean ready =
        steps.run(
            DrillStep.NESSIE,
            () -> {
              String repository = options.repository().orElseGet(this::onlyRepository);
              checkKnown(repository);
              context.progress().step("waiting for Nessie", 0);
              StepLog.Seen seen =
                  configured(api.await(running.timeout(), api::config, () -> {}), repository);
              steps.phase("nessie", StepLog.since(begun));
              return seen;
            });
    if (ready) {
      ask(served.getFirst(), running.timeout(), steps);
    }
  }

  private String onlyRepository() {
    List<String> all = repositoriesOfTheBackup();
    if (all.size() != 1) {
      throw Failure.NESSIE.exception(
          "the backup holds %d Nessie repositories, and nothing said which one is served"
              .formatted(all.size()),
          "--nessie-repository names it: \"%s\".".formatted(String.join("\", \"", all)));
    }
    return all.getFirst();
  }

  private boolean ask(String repository, Duration limit, StepLog steps) {
    NavigableSet<NessieReference> restored = references.of(repository);
    long begun = System.nanoTime();
    context.progress().step("asking Nessie" + of(repository), 0);
    boolean good =
        steps.run(DrillStep.REFERENCES, () -> new ReferenceCheckStep(api, restored).check(limit));
    if (good && options.sampling().contents() == 0) {
      steps.leaveOut(DrillStep.CONTENTS, "no sample was asked for");
    } else if (good) {
      good =
          steps.run(
              DrillStep.CONTENTS,
              () ->
                  new ContentCheckStep(
                          api,
                          rows.map(
                              each -> new RestoredRows(new RepositoryReader(each, repository))),
                          options.sampling().seed() + repository.hashCode())
                      .check(restored, options.sampling().contents()));
    }
    steps.phase("answers", StepLog.since(begun));
    return good;
  }
}
