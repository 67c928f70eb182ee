package org.nessiebackup.cli.option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.kubernetes.exchange.ExchangeOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a Nessie on Kubernetes is stopped, started and asked. */
public final class NessieStopOptions {
  @Mixin NessieOptions nessie;

  @Option(
      names = "--nessie-timeout",
      paramLabel = "DURATION",
      order = 68,
      converter = DurationOption.class,
      description = "How long Nessie may take to start: 90s, 10m (default: 5m).")
  Duration nessieTimeout = ExchangeOptions.DEFAULT.terms().scaling().start();

  @Option(
      names = "--pause-cronjob",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "NAME",
      order = 69,
      description = "A CronJob that must pause, too; repeatable. Nessie's GC is found without.")
  List<String> pauseCronJobs = new ArrayList<>();

  @OfOneRun
  @Option(
      names = "--abort",
      order = 72,
      fallbackValue = "true",
      description = "Put everything back that a run has begun and not ended.")
  boolean abort;

  /** Whether what was begun is to be put back. */
  public boolean abort() {
    return abort;
  }

  /** CronJobs that pause meanwhile, besides those that are found. */
  public List<String> pauseToo() {
    return pauseCronJobs;
  }

  /** How its API is reached. */
  public ExchangeOptions.Api api() {
    return new ExchangeOptions.Api(nessie.url(), nessie.token(), nessie.repository().orElse(""));
  }

  /** How long things may take. */
  public ExchangeOptions.Terms terms() {
    return ExchangeOptions.DEFAULT.terms().startingWithin(nessieTimeout);
  }
}
