package org.nessiebackup.cli.warehouse;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.store.s3.S3Credentials;
import org.nessiebackup.store.s3.S3Endpoint;
import org.nessiebackup.store.s3.S3Warehouse;

/** How Nessie reaches its buckets, by its settings {@code nessie.catalog.service.s3.…}. */
final class NessieWarehouse {
  private static final String S3 = "nessie.catalog.service.s3.";
  private static final String USUAL = S3 + "default-options.";
  private static final String BUCKETS = S3 + "buckets.";
  private static final String SECRETS = "urn:nessie-secret:quarkus:";

  private final NessieSettings settings;
  private final Map<String, String> own;
  private final Optional<Path> authorities;
  private final Consumer<String> warn;

  /**
   * Reads nothing yet.
   *
   * @param own what replaces Nessie's default options, by their names
   * @param authorities who signs the servers' certificates
   */
  NessieWarehouse(
      NessieSettings settings,
      Map<String, String> own,
      Optional<Path> authorities,
      Consumer<String> warn) {
    this.settings = settings;
    this.own = own;
    this.authorities = authorities;
    this.warn = warn;
  }

  /** Settings by their last names. */
  private interface Lookup {
    Optional<String> value(String name);
  }

  S3Warehouse read() {
    List<S3Warehouse.Rule> rules = new ArrayList<>();
    for (String key : buckets()) {
      String prefix = BUCKETS + key + ".";
      Lookup bucket = name -> settings.value(prefix + name);
      String name =
          bucket
              .value("authority")
              .or(() -> bucket.value("name"))
              .orElse(key.replaceAll("^\"|\"$", ""));
      rules.add(
          new S3Warehouse.Rule(
              name,
              bucket.value("path-prefix").orElse(""),
              access(setting -> bucket.value(setting).or(() -> usual(setting)))));
    }
    return new S3Warehouse(access(this::usual), rules);
  }

  private Optional<String> usual(String name) {
    return Optional.ofNullable(own.get(name))
        .or(() -> settings.value(USUAL + name))
        // As the first versions with a catalog had it.
        .or(() -> settings.value(S3 + name));
  }

  private Set<String> buckets() {
    Set<String> keys = new TreeSet<>();
    for (String name : settings.names(BUCKETS)) {
      String rest = name.substring(BUCKETS.length());
      int end = rest.startsWith("\"") ? rest.indexOf('"', 1) + 1 : rest.indexOf('.');
      if (end > 0) {
        keys.add(rest.substring(0, end));
      }
    }
    return keys;
  }

  private S3Warehouse.Access access(Lookup lookup) {
    Optional<URI> server = lookup.value("endpoint").map(NessieWarehouse::address);
    boolean pathStyle =
        lookup.value("path-style-access").map(Boolean::parseBoolean).orElse(server.isPresent());
    if (lookup.value("server-iam.enabled").map(Boolean::parseBoolean).orElse(false)) {
      warn.accept(
          "Nessie assumes a role for its buckets (server-iam), which is not done here: the"
              + " credentials have to be allowed to look at the files themselves");
    }
    return new S3Warehouse.Access(
        new S3Endpoint(server, lookup.value("region"), pathStyle, authorities),
        credentials(lookup));
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw Failure.USAGE.exception(
          "the endpoint of a bucket in Nessie's settings is no address",
          "It looks like https://HOST:PORT.",
          e);
    }
  }

  /** Nessie names a secret, whose parts are settings too, mostly in the environment. */
  private Optional<S3Credentials> credentials(Lookup lookup) {
    Optional<String> named = lookup.value("access-key");
    boolean ofTheHost =
        lookup.value("auth-type").map("APPLICATION_GLOBAL"::equalsIgnoreCase).orElse(false);
    if (ofTheHost || named.isEmpty()) {
      return Optional.empty();
    }
    String secret = named.get().startsWith(SECRETS) ? named.get().substring(SECRETS.length()) : "";
    Optional<String> id = settings.value(secret + ".name");
    Optional<String> key = settings.value(secret + ".secret");
    if (secret.isEmpty() || id.isEmpty() || key.isEmpty()) {
      warn.accept(
          "Nessie's settings name an access key that is kept elsewhere; what the AWS tools would"
              + " use here is used instead");
      return Optional.empty();
    }
    return Optional.of(new S3Credentials(id.get(), new Secret(key.get())));
  }
}
