package org.nessiebackup.cli.serve;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.option.KeyFiles;
import org.nessiebackup.cli.option.Passwords;
import org.nessiebackup.server.ServerTrust;
import org.nessiebackup.service.security.OidcClient;
import org.nessiebackup.service.security.OidcOptions;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.RoleClaim;
import org.nessiebackup.store.FileErrors;
import picocli.CommandLine.Option;

/** What belongs to {@code --auth oidc}. */
final class OidcOptionGroup {
  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      order = 211,
      description = "The provider of OpenID Connect, as its tokens name it.")
  URI issuer;

  @Option(
      names = "--oidc-client",
      paramLabel = "NAME",
      order = 212,
      description = "What the provider calls this service.")
  String client;

  @Option(
      names = "--oidc-client-secret-file",
      paramLabel = "FILE",
      order = 213,
      description = "A file whose first line is the password of that client, if it has one.")
  String secretFile;

  @Option(
      names = "--oidc-audience",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "NAME",
      order = 214,
      description =
          "Whom tokens of programs may be for besides this client; may be given several times.")
  List<String> audiences = new ArrayList<>();

  @Option(
      names = "--oidc-scope",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "NAME",
      order = 215,
      description = "What is asked for besides openid; may be given several times.")
  List<String> scopes = new ArrayList<>();

  @Option(
      names = "--oidc-claim",
      paramLabel = "NAME",
      order = 216,
      defaultValue = "groups",
      description =
          "The member of a token that gives a role, such as realm_access.roles (default: groups).")
  String claim;

  @Option(
      names = "--oidc-role",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "VALUE=ROLE",
      order = 217,
      description =
          "Which value of it stands for which role: viewer, operator or admin; may be given several"
              + " times.")
  List<String> roles = new ArrayList<>();

  @Option(
      names = "--oidc-ca-file",
      paramLabel = "FILE",
      order = 218,
      description = "Certificates (PEM) of the authorities of the provider.")
  String authorities;

  /** All of it, for a service that browsers find at such an address. */
  OidcOptions options(Optional<URI> page) {
    if (issuer == null || client == null || client.isEmpty() || roles.isEmpty()) {
      throw Failure.USAGE.exception(
          "--auth oidc needs more",
          "Give --oidc-issuer, --oidc-client and --oidc-role, such as lake-admins=admin.");
    }
    try {
      return new OidcOptions(
          issuer,
          new OidcClient(client, secret(), page, scopes),
          audiences(),
          new RoleClaim(claim, roles()),
          trust());
    } catch (IllegalArgumentException e) {
      throw Failure.USAGE.exception(
          "the provider cannot be used: " + e.getMessage(),
          "`nessie-backup serve --help` shows the options.",
          e);
    }
  }

  private Set<String> audiences() {
    return Stream.concat(Stream.of(client), audiences.stream()).collect(Collectors.toSet());
  }

  private Optional<SSLSocketFactory> trust() {
    if (authorities == null || authorities.isEmpty()) {
      return Optional.empty();
    }
    Path file = KeyFiles.path(authorities, "--oidc-ca-file");
    try {
      return Optional.of(ServerTrust.of(Files.readString(file)).getSocketFactory());
    } catch (IOException e) {
      throw Failure.USAGE.exception(
          "cannot read the certificates in \"%s\": %s".formatted(file, FileErrors.reason(e, file)),
          "Check --oidc-ca-file, and who may read the file.",
          e);
    }
  }

  private Optional<String> secret() {
    return Optional.ofNullable(secretFile)
        .filter(file -> !file.isEmpty())
        .map(file -> Passwords.fromFile(file, "secret", "--oidc-client-secret-file").value());
  }

  private Map<String, Role> roles() {
    Map<String, Role> found = new HashMap<>();
    for (String each : roles) {
      int at = each.lastIndexOf('=');
      Role role =
          Stream.of(Role.values())
              .filter(known -> at > 0 && known.label().equals(each.substring(at + 1).strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      Failure.USAGE.exception(
                          "\"%s\" of --oidc-role gives no role".formatted(each),
                          "It looks like lake-admins=admin; roles are viewer, operator and"
                              + " admin."));
      found.put(each.substring(0, at).strip(), role);
    }
    return found;
  }
}
