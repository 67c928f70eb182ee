package org.nessiebackup.cli.selective;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.option.KeyFiles;
import org.nessiebackup.cli.option.NessieOptions;
import org.nessiebackup.cli.option.Passwords;
import org.nessiebackup.server.NessieEndpoint;
import org.nessiebackup.server.NessieLogin;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a running Nessie is reached, and told who asks. */
final class NessieServerOptions {
  @Mixin NessieOptions nessie;

  @Option(
      names = "--nessie-token-command",
      paramLabel = "COMMAND",
      order = 68,
      description = "A shell command that prints it.")
  String tokenCommand;

  @Option(
      names = "--nessie-client-id",
      paramLabel = "ID",
      order = 69,
      description = "The id for OAuth2 client credentials.")
  String clientId;

  @Option(
      names = "--nessie-client-secret-file",
      paramLabel = "FILE",
      order = 70,
      description = "A file whose first line is the secret of that client.")
  String secretFile;

  @Option(
      names = "--nessie-client-secret-command",
      paramLabel = "COMMAND",
      order = 71,
      description = "A shell command that prints it.")
  String secretCommand;

  @Option(
      names = "--nessie-token-url",
      paramLabel = "URL",
      order = 72,
      description = "Where OAuth2 tokens are fetched.")
  URI tokenUrl;

  @Option(
      names = "--nessie-issuer-url",
      paramLabel = "URL",
      order = 73,
      description = "An OpenID Connect provider that says where tokens are fetched.")
  URI issuerUrl;

  @Option(
      names = "--nessie-scope",
      paramLabel = "WORDS",
      order = 74,
      description = "The scope of the token, if the provider wants one.")
  String scope;

  @Option(
      names = "--nessie-ca-file",
      paramLabel = "FILE",
      order = 75,
      description =
          "Certificates (PEM) of the authorities of Nessie and of the provider of tokens.")
  String authorities;

  /** The Nessie repository, if one is named. */
  Optional<String> repository() {
    return nessie.repository();
  }

  /**
   * The server that the options name.
   *
   * @throws BackupException {@link Failure#USAGE} if they name none, or contradict each other
   */
  NessieEndpoint endpoint(Invocation invocation) {
    URI url =
        nessie
            .url()
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "no Nessie is given",
                        "Name its address with --nessie-url or in NESSIE_BACKUP_NESSIE_URL."));
    return NessieEndpoint.of(url, login(invocation), given(authorities).map(this::read));
  }

  private NessieLogin login(Invocation invocation) {
    Optional<Secret> token =
        secret(
            new Place("token", "--nessie-token-file", nessie.tokenFile().orElse("")),
            new Place("token", "--nessie-token-command", tokenCommand),
            invocation);
    Optional<Secret> clientSecret =
        secret(
            new Place("client secret", "--nessie-client-secret-file", secretFile),
            new Place("client secret", "--nessie-client-secret-command", secretCommand),
            invocation);
    boolean client =
        clientSecret.isPresent()
            || Stream.of(clientId, scope).anyMatch(text -> given(text).isPresent())
            || tokenUrl != null
            || issuerUrl != null;
    if (token.isPresent() && client) {
      throw contradiction("both a token and OAuth2 client credentials are given");
    }
    if (token.isPresent()) {
      return new NessieLogin.Bearer(token.get());
    }
    return client ? credentials(clientSecret) : new NessieLogin.None();
  }

  private NessieLogin credentials(Optional<Secret> clientSecret) {
    if ((tokenUrl == null) == (issuerUrl == null)) {
      throw tokenUrl == null
          ? incomplete("where tokens are fetched", "--nessie-token-url or --nessie-issuer-url")
          : contradiction("both --nessie-token-url and --nessie-issuer-url are given");
    }
    return new NessieLogin.ClientCredentials(
        tokenUrl == null
            ? new NessieLogin.TokenProvider.Issuer(issuerUrl)
            : new NessieLogin.TokenProvider.Endpoint(tokenUrl),
        given(clientId).orElseThrow(() -> incomplete("the client's id", "--nessie-client-id")),
        clientSecret.orElseThrow(
            () -> incomplete("the client's secret", "--nessie-client-secret-file")),
        given(scope));
  }

  /** Where a secret may come from. */
  private record Place(String what, String option, String value) {}

  private static Optional<Secret> secret(Place file, Place command, Invocation invocation) {
    if (given(file.value()).isPresent() && given(command.value()).isPresent()) {
      throw contradiction("both %s and %s are given".formatted(file.option(), command.option()));
    }
    if (given(file.value()).isPresent()) {
      return Optional.of(Passwords.fromFile(file.value(), file.what(), file.option()));
    }
    return given(command.value())
        .map(line -> Passwords.fromCommand(line, command.what(), command.option(), invocation));
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (InvalidPathException | IOException e) {
      throw Failure.USAGE.exception(
          "cannot read the certificates in \"%s\": %s".formatted(file, KeyFiles.reason(e, file)),
          "Check --nessie-ca-file, and who may read the file.",
          e);
    }
  }

  private static BackupException incomplete(String what, String option) {
    return Failure.USAGE.exception(
        "OAuth2 client credentials are given without " + what, "Add %s.".formatted(option));
  }

  private static BackupException contradiction(String message) {
    return Failure.USAGE.exception(message, "Keep the one that is meant.");
  }

  private static Optional<String> given(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }
}
