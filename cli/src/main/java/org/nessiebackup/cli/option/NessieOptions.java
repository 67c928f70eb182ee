package org.nessiebackup.cli.option;

import java.net.URI;
import java.util.Optional;
import org.nessiebackup.Secret;
import picocli.CommandLine.Option;

/** Which running Nessie is meant. */
public final class NessieOptions {
  @Option(
      names = "--nessie-url",
      paramLabel = "URL",
      order = 65,
      description = "Where Nessie is: http://nessie:19120; with --kubernetes it is found without.")
  URI url;

  @Option(
      names = "--nessie-repository",
      paramLabel = "NAME",
      order = 66,
      description = "The Nessie repository that it serves, if the catalog has several.")
  String repository;

  @Option(
      names = "--nessie-token-file",
      paramLabel = "FILE",
      order = 67,
      description = "A file whose first line is the bearer token for Nessie's API.")
  String tokenFile;

  /** Where it is, if that is said. */
  public Optional<URI> url() {
    return Optional.ofNullable(url);
  }

  /** The file with the token, if there is one. */
  public Optional<String> tokenFile() {
    return Optional.ofNullable(tokenFile).filter(file -> !file.isEmpty());
  }

  /** The token, if there is one. */
  public Optional<Secret> token() {
    return tokenFile().map(Passwords::fromFile);
  }

  /** The Nessie repository, if one is named. */
  public Optional<String> repository() {
    return Optional.ofNullable(repository);
  }
}
