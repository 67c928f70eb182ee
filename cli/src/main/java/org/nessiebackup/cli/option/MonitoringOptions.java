package org.nessiebackup.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.cli.delivery.SecretAddress;
import org.nessiebackup.cli.monitoring.MonitoringSettings;
import org.nessiebackup.cli.monitoring.NotifyFormat;
import org.nessiebackup.cli.text.FileName;
import org.nessiebackup.store.FileErrors;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Who is told how a run went; options of every command. */
public final class MonitoringOptions {
  private static final long LONGEST = 64 * 1024;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 80,
      description = "Write metrics for Prometheus' textfile collector: NAME.prom.")
  String metricsFile;

  @Option(
      names = "--push-gateway",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      order = 81,
      description = "Send metrics to a Prometheus Pushgateway.")
  String pushGateway;

  @Option(
      names = "--push-gateway-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 82,
      description = "A file with that address.")
  String pushGatewayFile;

  @Option(
      names = "--notify",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      order = 83,
      description = "Send a message there when the command fails or works again; repeatable.")
  List<String> notify = new ArrayList<>();

  @Option(
      names = "--notify-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 84,
      description = "A file with such addresses, one a line.")
  String notifyFile;

  @Option(
      names = "--notify-format",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      order = 85,
      description = "How to write messages: json or slack (default: by the host).")
  NotifyFormat notifyFormat;

  @Option(
      names = "--heartbeat",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      order = 86,
      description = "Ping URL/start, then URL or URL/fail, as healthchecks.io has it.")
  String heartbeat;

  @Option(
      names = "--heartbeat-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 87,
      description = "A file with that address.")
  String heartbeatFile;

  @Option(
      names = "--termination-log",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 88,
      description = "Write the result as JSON into this file, if there is one: a container's.")
  String terminationLog;

  /**
   * What was asked for. A backup is not left undone because of what is wrong here, so that becomes
   * a warning.
   */
  public MonitoringSettings settings(Consumer<String> warn) {
    List<SecretAddress> notified = new ArrayList<>();
    notify.forEach(text -> address(text, "--notify", warn).ifPresent(notified::add));
    lines(notifyFile, "--notify-file", warn)
        .forEach(text -> address(text, "--notify-file", warn).ifPresent(notified::add));
    return new MonitoringSettings(
        path(metricsFile, "--metrics-file", warn),
        one(pushGateway, pushGatewayFile, "--push-gateway", warn),
        notified,
        Optional.ofNullable(notifyFormat),
        one(heartbeat, heartbeatFile, "--heartbeat", warn),
        path(terminationLog, "--termination-log", warn));
  }

  private static Optional<SecretAddress> one(
      String address, String file, String option, Consumer<String> warn) {
    if (address != null && !address.isEmpty()) {
      return address(address, option, warn);
    }
    return lines(file, option + "-file", warn).stream()
        .findFirst()
        .flatMap(text -> address(text, option + "-file", warn));
  }

  private static Optional<SecretAddress> address(
      String text, String option, Consumer<String> warn) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SecretAddress.of(text, option));
    } catch (BackupException e) {
      warn.accept(e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Path> path(String text, String option, Consumer<String> warn) {
    try {
      return Optional.ofNullable(text).filter(name -> !name.isEmpty()).map(Path::of);
    } catch (InvalidPathException e) {
      warn.accept("what " + option + " gives is not a file's name");
      return Optional.empty();
    }
  }

  private static List<String> lines(String file, String option, Consumer<String> warn) {
    Optional<Path> path = path(file, option, warn);
    if (path.isEmpty()) {
      return List.of();
    }
    try {
      if (Files.size(path.get()) > LONGEST) {
        throw new IOException("it is too long");
      }
      List<String> lines =
          Files.readAllLines(path.get()).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      if (lines.isEmpty()) {
        warn.accept("there is no address in the file that %s names".formatted(option));
      }
      return lines;
    } catch (IOException e) {
      warn.accept(
          "cannot read the addresses of %s in %s: %s"
              .formatted(
                  option, FileName.shown(path.get().toString()), FileErrors.reason(e, path.get())));
      return List.of();
    }
  }
}
