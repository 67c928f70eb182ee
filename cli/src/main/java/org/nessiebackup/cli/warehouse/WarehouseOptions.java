package org.nessiebackup.cli.warehouse;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.option.KeyFiles;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.store.FileProbe;
import picocli.CommandLine.Option;

/** How the files of tables are reached. */
public final class WarehouseOptions {
  @Option(
      names = "--nessie-properties",
      paramLabel = "FILE",
      order = 70,
      description = "Nessie's application.properties: endpoints, regions, keys of its buckets.")
  String nessieProperties;

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      order = 71,
      description = "The server of the buckets, if it is not AWS; instead of Nessie's default.")
  String endpoint;

  @Option(
      names = "--s3-region",
      paramLabel = "REGION",
      order = 72,
      description = "The region of the buckets; instead of Nessie's default.")
  String region;

  @Option(
      names = "--s3-path-style",
      paramLabel = "BOOLEAN",
      order = 73,
      arity = "1",
      fallbackValue = "true",
      description = "Whether buckets stand in the path; true where there is an endpoint.")
  Boolean pathStyle;

  @Option(
      names = "--s3-ca",
      paramLabel = "FILE",
      order = 74,
      description = "A PEM file with the authorities that sign the servers' certificates.")
  String authorities;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      order = 75,
      converter = RateOption.class,
      description = "At most so many questions in a second: 50 or 50/s (default: no limit).")
  Double rate;

  /**
   * Asks whoever keeps the files. Nothing is asked yet.
   *
   * @param warn hears what may go wrong
   */
  public FileProbe probe(Invocation invocation, Consumer<String> warn) {
    NessieSettings settings =
        NessieSettings.read(
            given(nessieProperties).map(file -> KeyFiles.path(file, "--nessie-properties")),
            invocation);
    Optional<Path> trusted = given(authorities).map(file -> KeyFiles.path(file, "--s3-ca"));
    FileProbe files =
        new WarehouseFiles(
            () -> new NessieWarehouse(settings, own(), trusted, warn).read(), invocation);
    return rate == null
        ? files
        : new RateLimitedFiles(
            files, rate, invocation.clock(), Sleeper.stoppedBy(invocation.cancellation()));
  }

  private Map<String, String> own() {
    Map<String, String> own = new HashMap<>();
    given(endpoint).ifPresent(value -> own.put("endpoint", value));
    given(region).ifPresent(value -> own.put("region", value));
    if (pathStyle != null) {
      own.put("path-style-access", pathStyle.toString());
    }
    return own;
  }

  private static Optional<String> given(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }
}
