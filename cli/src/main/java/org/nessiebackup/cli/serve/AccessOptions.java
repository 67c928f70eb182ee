package org.nessiebackup.cli.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.AddressOption;
import org.nessiebackup.cli.option.KeyFiles;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterOptions;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.service.ServiceAccess;
import org.nessiebackup.service.http.CertificateFiles;
import org.nessiebackup.service.http.WebOptions;
import org.nessiebackup.service.security.Authentication;
import org.nessiebackup.service.security.KubernetesAuthentication;
import org.nessiebackup.service.security.NoAuthentication;
import org.nessiebackup.service.security.OidcAuthentication;
import org.nessiebackup.service.security.PasswordAuthentication;
import org.nessiebackup.service.security.PasswordFile;
import org.nessiebackup.store.FileErrors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a service is reached, and by whom. */
final class AccessOptions {
  private static final int FRAMES = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      order = 200,
      converter = AddressOption.class,
      description = "Where page and API are (default: 127.0.0.1:8080).")
  InetSocketAddress listen = InetSocketAddress.createUnresolved("127.0.0.1", 8080);

  @Option(
      names = "--metrics-listen",
      paramLabel = "HOST:PORT",
      order = 201,
      converter = AddressOption.class,
      description = "Where /metrics and /health are, which need no login (default: nowhere).")
  InetSocketAddress metricsListen;

  @Option(
      names = "--external-url",
      paramLabel = "URL",
      order = 202,
      description =
          "Where browsers find the page, if a proxy or a name stands before it (default: none);"
              + " --auth oidc lets in programs only without it.")
  URI externalUrl;

  @Option(
      names = "--host-name",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "NAME",
      order = 203,
      description =
          "What the service is called by those who ask, besides localhost; may be given several"
              + " times. Other names are refused (default: none is, unless it listens on this"
              + " machine only).")
  List<String> hostNames = new ArrayList<>();

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      order = 204,
      description =
          "Speak TLS with this certificate (PEM), read anew when it changes (default: no TLS).")
  String certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      order = 205,
      description = "The key of that certificate (PEM, PKCS #8).")
  String key;

  @Option(
      names = "--auth",
      paramLabel = "HOW",
      order = 206,
      description =
          "How people and programs show who they are: none, on this machine only (default), basic,"
              + " oidc or kubernetes.")
  Auth auth = Auth.NONE;

  @Option(
      names = "--users-file",
      paramLabel = "FILE",
      order = 207,
      description =
          "For --auth basic, lines of NAME:ROLE:HASH; --hash-password makes the last part.")
  String usersFile;

  @Option(
      names = "--kubernetes-audience",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "NAME",
      order = 208,
      description =
          "For --auth kubernetes, whom tokens have to be for; may be given several times (default:"
              + " the API server).")
  List<String> audiences = new ArrayList<>();

  @Mixin OidcOptionGroup oidc = new OidcOptionGroup();

  /**
   * All of it.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if something is missing
   */
  ServiceAccess access(NessieBackup root) {
    Console console = root.console();
    return new ServiceAccess(
        new WebOptions(listen, names(), certificate()),
        Optional.ofNullable(metricsListen).map(WebOptions::of),
        authentication(root),
        entry -> console.audit(entry.line()),
        defect -> console.warn("a request failed by a defect of this program: " + trace(defect)));
  }

  /** In one line, so that a log keeps it together, with what a report of it needs. */
  private static String trace(Throwable defect) {
    return Stream.of(defect.getStackTrace())
        .limit(FRAMES)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(", at ", defect + ", at ", ""));
  }

  private Set<String> names() {
    Set<String> names = new HashSet<>(hostNames);
    names.removeIf(String::isEmpty);
    page().map(URI::getHost).ifPresent(names::add);
    return names;
  }

  private Optional<URI> page() {
    return Optional.ofNullable(externalUrl).filter(url -> !url.toString().isEmpty());
  }

  private Optional<CertificateFiles> certificate() {
    if (isGiven(certificate) != isGiven(key)) {
      throw Failure.USAGE.exception(
          "only one of --tls-certificate and --tls-key is given", "Give both, or none.");
    }
    return isGiven(certificate)
        ? Optional.of(
            new CertificateFiles(
                KeyFiles.path(certificate, "--tls-certificate"), KeyFiles.path(key, "--tls-key")))
        : Optional.empty();
  }

  private Authentication authentication(NessieBackup root) {
    return switch (auth) {
      case NONE -> new NoAuthentication();
      case BASIC ->
          new PasswordAuthentication(
              new PasswordFile(
                  users(),
                  root.invocation().clock(),
                  trouble ->
                      root.console().warn("users stay as they were: " + trouble.getMessage())),
              root.invocation().clock());
      case OIDC -> new OidcAuthentication(oidc.options(page()), root.invocation().clock());
      case KUBERNETES ->
          new KubernetesAuthentication(
              new ClusterRoles(
                  Cluster.connect(
                      ClusterOptions.DEFAULT.answeringWithin(PATIENCE),
                      root.console().work(),
                      Sleeper.stoppedBy(root.invocation().cancellation())),
                  audiences.stream().filter(each -> !each.isEmpty()).toList()),
              root.invocation().clock());
    };
  }

  private Supplier<String> users() {
    if (!isGiven(usersFile)) {
      throw Failure.USAGE.exception("--auth basic needs --users-file", "Name the file of users.");
    }
    Path file = KeyFiles.path(usersFile, "--users-file");
    return () -> {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw Failure.USAGE.exception(
            "cannot read the users in \"%s\": %s".formatted(file, FileErrors.reason(e, file)),
            "Check the path, and who may read the file.",
            e);
      }
    };
  }

  private static boolean isGiven(String text) {
    return text != null && !text.isEmpty();
  }
}
