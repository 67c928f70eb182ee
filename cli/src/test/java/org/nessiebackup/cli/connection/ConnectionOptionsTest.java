package org.nessiebackup.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.cli.settings.SettingDefaults;
import org.nessiebackup.cli.settings.Settings;
import org.nessiebackup.cli.settings.SettingsChoice;
import org.nessiebackup.postgres.ConnectionLimits;
import org.nessiebackup.postgres.ConnectionSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Where the connection comes from: each place, the order of places, and that none are mixed. */
class ConnectionOptionsTest {
  private @TempDir Path folder;

  /** Something that has the options. */
  @Command(name = "any")
  static final class AnyCommand {
    @Mixin ConnectionOptions connection;
  }

  private static Optional<ConnectionSettings> settings(
      Map<String, String> environment, String... args) {
    Invocation invocation = invocation(environment);
    AnyCommand command = new AnyCommand();
    CommandLine line = new CommandLine(command);
    line.setDefaultValueProvider(new SettingDefaults(Settings.of(invocation)));
    line.parseArgs(args);
    return command.connection.settings(invocation);
  }

  private static Invocation invocation(Map<String, String> environment) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Invocation(
        new Streams(nowhere, nowhere, InputStream.nullInputStream()),
        environment,
        Clock.systemUTC(),
        new Cancellation());
  }

  private ConnectionSettings withFile(String text, Map<String, String> environment, String... args)
      throws IOException {
    Path file = Files.writeString(folder.resolve("config.toml"), text);
    Settings settings =
        Settings.read(
            new SettingsChoice(Optional.of(file.toString()), Optional.of("prod"), Optional.empty()),
            invocation(environment));
    AnyCommand command = new AnyCommand();
    CommandLine line = new CommandLine(command);
    line.setDefaultValueProvider(new SettingDefaults(settings));
    line.parseArgs(args);
    return command.connection.settings(invocation(environment)).orElseThrow();
  }

  private static Map<String, String> environment(String assignments) {
    Map<String, String> environment = new HashMap<>();
    for (String assignment : assignments.strip().split("\\s+", -1)) {
      String[] parts = assignment.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    return environment;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NESSIE_BACKUP_JDBC_URL=jdbc:postgresql://h/d NESSIE_BACKUP_USER=u NESSIE_BACKUP_PASSWORD=p | jdbc:postgresql://h/d | u | p
          POSTGRES_HOST=h | jdbc:postgresql://h:5432/postgres | - | -
          POSTGRES_HOST=h POSTGRES_PORT=6000 POSTGRES_DB=d POSTGRES_USER=u POSTGRES_PASSWORD=p | jdbc:postgresql://h:6000/d | u | p
          POSTGRES_HOST=h POSTGRES_USER=u | jdbc:postgresql://h:5432/u | u | -
          POSTGRES_HOST=h POSTGRES_PORT=tcp://10.0.0.1:5433 | jdbc:postgresql://h:5433/postgres | - | -
          POSTGRES_HOST=fd00::1 | jdbc:postgresql://[fd00::1]:5432/postgres | - | -
          POSTGRES_HOST=a,b POSTGRES_PORT=1,2 | jdbc:postgresql://a:1,b:2/postgres | - | -
          POSTGRES_HOST=h POSTGRES_DB=my%db | jdbc:postgresql://h:5432/my%25db | - | -
          PGHOST=h PGPORT=6000 PGDATABASE=d PGUSER=u PGPASSWORD=p | jdbc:postgresql://h:6000/d | u | p
          PGDATABASE=d | jdbc:postgresql://localhost:5432/d | - | -
          PGHOST=h PGSSLMODE=verify-full PGSSLROOTCERT=/ca.pem | jdbc:postgresql://h:5432/postgres?sslmode=verify-full&sslrootcert=%2Fca.pem | - | -
          POSTGRES_HOST=h PGSSLMODE=verify-full PGSSLCERT=/c PGSSLKEY=/k | jdbc:postgresql://h:5432/postgres?sslcert=%2Fc&sslkey=%2Fk&sslmode=verify-full | - | -
          NESSIE_BACKUP_JDBC_URL=jdbc:postgresql://h/d?sslmode=require PGSSLMODE=disable PGCHANNELBINDING=require | jdbc:postgresql://h/d?sslmode=require&channelBinding=require | - | -
          NESSIE_BACKUP_JDBC_URL=jdbc:postgresql://h/d PGREQUIRESSL=1 PGTARGETSESSIONATTRS=read-write | jdbc:postgresql://h/d?sslmode=require&targetServerType=primary | - | -
          PGHOST=h PGSSLROOTCERT=system | jdbc:postgresql://h:5432/postgres?sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory&sslmode=verify-full | - | -
          NESSIE_BACKUP_JDBC_URL=postgresql://a:1,b:2/d?target_session_attrs=read-write&connect_timeout=10&application_name=x&channel_binding=require | jdbc:postgresql://a:1,b:2/d?channelBinding=require&connectTimeout=10&targetServerType=primary | - | -
          NESSIE_BACKUP_JDBC_URL=postgresql:///d?host=a,fd00::1&port=6000&user=u&password=p%26q | jdbc:postgresql://a:6000,[fd00::1]:6000/d | u | p&q
          NESSIE_BACKUP_JDBC_URL=postgresql://u@h?sslrootcert=system | jdbc:postgresql://h/u?sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory&sslmode=verify-full | u | -
          NESSIE_BACKUP_JDBC_URL=postgres://u@[fd00::1]:6000/my%20db?dbname=other&currentSchema=s | jdbc:postgresql://[fd00::1]:6000/other?currentSchema=s | u | -
          NESSIE_BACKUP_JDBC_URL=postgresql://app:p%40ss@db.ns:6000/nessie?sslmode=require | jdbc:postgresql://db.ns:6000/nessie?sslmode=require | app | p@ss
          NESSIE_BACKUP_JDBC_URL=jdbc:postgresql://db:5432/app?password=p&user=app | jdbc:postgresql://db:5432/app | app | p
          NESSIE_BACKUP_JDBC_URL=postgres://db/d POSTGRES_HOST=db POSTGRES_USER=u POSTGRES_PASSWORD=p | jdbc:postgresql://db/d | u | p
          QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://h/d QUARKUS_DATASOURCE_USERNAME=u QUARKUS_DATASOURCE_PASSWORD=p | jdbc:postgresql://h/d | u | p
          QUARKUS_DATASOURCE__POSTGRESQL__JDBC_URL=jdbc:postgresql://h/d QUARKUS_DATASOURCE__POSTGRESQL__USERNAME=u | jdbc:postgresql://h/d | u | -
          QUARKUS_DATASOURCE_JDBC_URL=jdbc:mariadb://h/d QUARKUS_DATASOURCE_OTHER_JDBC_URL=jdbc:postgresql://o/d | jdbc:postgresql://o/d | - | -
          QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL=jdbc:postgresql://h/d?currentSchema=nessie QUARKUS_DATASOURCE_POSTGRESQL_USERNAME=u QUARKUS_DATASOURCE_POSTGRESQL_PASSWORD=p | jdbc:postgresql://h/d?currentSchema=nessie | u | p
          """)
  void everyPlaceIsUnderstood(String assignments, String url, String user, String password) {
    ConnectionSettings settings = settings(environment(assignments)).orElseThrow();
    assertThat(settings.jdbcUrl()).isEqualTo(url);
    assertThat(settings.user().orElse("-")).isEqualTo(user);
    assertThat(settings.password().map(Secret::value).orElse("-")).isEqualTo(password);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NESSIE_BACKUP_JDBC_URL=jdbc:postgresql://first/d POSTGRES_HOST=second POSTGRES_PASSWORD=p POSTGRES_USER=u | first
          POSTGRES_HOST=first PGHOST=second PGPASSWORD=p PGUSER=u | first
          PGHOST=first QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL=jdbc:postgresql://second/d QUARKUS_DATASOURCE_POSTGRESQL_PASSWORD=p | first
          POSTGRES_HOST= POSTGRES_PASSWORD=p PGHOST=first | first
          POSTGRES_PASSWORD=p POSTGRES_USER=u PGHOST=first | first
          """)
  void theFirstPlaceWinsAsAWhole(String assignments, String host) {
    ConnectionSettings settings = settings(environment(assignments)).orElseThrow();
    assertThat(settings.jdbcUrl()).contains("//" + host);
    assertThat(settings.user()).isEmpty();
    assertThat(settings.password()).isEmpty();
  }

  @Test
  void optionsOfTheLoginGoWithAnyPlace() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "from file\nanother line\n");
    Map<String, String> environment =
        environment("POSTGRES_HOST=h POSTGRES_USER=u POSTGRES_PASSWORD=p");
    ConnectionSettings settings =
        settings(environment, "--user", "me", "--password-file", file.toString()).orElseThrow();
    assertThat(settings.user()).contains("me");
    assertThat(settings.password()).contains(new Secret("from file"));
  }

  @Test
  void anOptionWinsOverEveryVariable() {
    Map<String, String> environment =
        environment("NESSIE_BACKUP_JDBC_URL=jdbc:postgresql://b/d POSTGRES_HOST=c");
    ConnectionSettings settings =
        settings(environment, "--jdbc-url", "jdbc:postgresql://a/d").orElseThrow();
    assertThat(settings.jdbcUrl()).isEqualTo("jdbc:postgresql://a/d");
  }

  @Test
  void theTypedWayToThePasswordWinsOverTheOneInTheEnvironment() {
    Map<String, String> environment =
        environment("POSTGRES_HOST=h NESSIE_BACKUP_PASSWORD_FILE=/nowhere");
    ConnectionSettings settings =
        settings(environment, "--password-command", "echo typed").orElseThrow();
    assertThat(settings.password()).contains(new Secret("typed"));
  }

  @Test
  void nothingGivenIsNothingFound() {
    assertThat(settings(Map.of("PGUSER", "u", "POSTGRES_PASSWORD", "p"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h/d?password=secret",
        "jdbc:postgresql://h/d?ssl=true&password=secret",
        "jdbc:postgresql://u:secret@h/d",
        "jdbc:postgresql://h/d?sslpassword=secret"
      })
  void aPasswordInTheUrlIsRefusedAndNotRepeated(String url) {
    assertThatThrownBy(() -> settings(Map.of(), "--jdbc-url", url))
        .isInstanceOfSatisfying(
            BackupException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.USAGE);
              assertThat(e.hint().orElseThrow()).contains("--password-file");
              assertThat(e.getMessage()).doesNotContain("secret");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql://u:secret@h/d", "postgres://h/d?password=secret"})
  void aPasswordInAUriIsRefusedOnTheCommandLine(String url) {
    aPasswordInTheUrlIsRefusedAndNotRepeated(url);
  }

  @ParameterizedTest
  @CsvSource({
    "PGSSLCRL=/crl, PGSSLCRL",
    "PGSSLMINPROTOCOLVERSION=TLSv1.3, PGSSLMINPROTOCOLVERSION",
    "PGTARGETSESSIONATTRS=leader, PGTARGETSESSIONATTRS",
    "PGCONNECT_TIMEOUT=soon, PGCONNECT_TIMEOUT",
    "PGSERVICE=unknown, service",
    "PGSSLROOTCERT=system PGSSLMODE=require, sslrootcert"
  })
  void whatCannotBeHeededIsRefusedByName(String assignments, String named) {
    assertThatThrownBy(() -> settings(environment(assignments + " PGHOST=h")))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.USAGE))
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslcrl=/crl",
        "passfile=/p",
        "ssl_min_protocol_version=TLSv1.3",
        "target_session_attrs=leader",
        "ssl_max_protocol_version=TLSv1.2",
        "sslmod=verify-full",
        "host=/var/run/postgresql"
      })
  void whatAUriAsksForAndCannotBeHeededIsRefusedByName(String parameter) {
    assertThatThrownBy(
            () -> settings(Map.of("NESSIE_BACKUP_JDBC_URL", "postgresql://h/d?" + parameter)))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.USAGE))
        .hasMessageContaining(parameter.replaceFirst("=.*", ""));
  }

  @Test
  void aUrlInAFileMayHoldALogin() throws Exception {
    Path file = Files.writeString(folder.resolve("uri"), "postgresql://app:p@h:6000/d\n");
    ConnectionSettings found =
        settings(Map.of("PGHOST", "other"), "--jdbc-url-file", file.toString()).orElseThrow();
    assertThat(found.jdbcUrl()).isEqualTo("jdbc:postgresql://h:6000/d");
    assertThat(found.user()).contains("app");
    assertThat(found.password().map(Secret::value)).contains("p");
    assertThatThrownBy(
            () -> settings(Map.of(), "--jdbc-url-file", "f", "--jdbc-url", "postgresql://h/d"))
        .hasMessageContaining("both");
    assertThatThrownBy(() -> settings(Map.of(), "--jdbc-url-file", "postgres://u:p@h/d"))
        .hasMessageContaining("not shown")
        .hasMessageNotContaining("u:p");
  }

  /** The driver takes a key in PEM for one of RSA if it is not told. */
  @ParameterizedTest
  @CsvSource({"EC, EC", "Ed25519, EdDSA", "RSA, -"})
  void aClientsKeyInPemIsReadAsWhatItIs(String algorithm, String named) throws Exception {
    byte[] key =
        KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
    String text =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key));
    Path file = Files.writeString(folder.resolve("client.key"), text);
    String url =
        settings(Map.of("PGHOST", "h", "PGSSLKEY", file.toString())).orElseThrow().jdbcUrl();
    String expected = named.equals("-") ? "" : "&pemKeyAlgorithm=" + named;
    assertThat(url).endsWith("?sslkey=" + JdbcUrl.encode(file.toString()) + expected);
  }

  @Test
  void limitsAreThoseOfTheOptionsThenOfLibpqThenTheUsualOnes() {
    Map<String, String> environment = environment("PGHOST=h PGCONNECT_TIMEOUT=7");
    ConnectionLimits libpq = settings(environment).orElseThrow().limits();
    ConnectionLimits options =
        settings(environment, "--connect-timeout", "9s", "--lock-timeout", "1h")
            .orElseThrow()
            .limits();
    assertThat(libpq.connect()).hasSeconds(7);
    assertThat(libpq.silence()).isEqualTo(ConnectionLimits.DEFAULT.silence());
    assertThat(options.connect()).hasSeconds(9);
    assertThat(options.lock()).hasHours(1);
    assertThatThrownBy(() -> settings(environment, "--server-timeout", "0s"))
        .hasMessageContaining("--server-timeout");
  }

  @Test
  void aFolderOfAUnixSocketIsExplained() {
    assertThatThrownBy(() -> settings(Map.of("PGHOST", "/var/run/postgresql")))
        .hasMessageContaining("Unix socket");
  }

  @Test
  void bothWaysToThePasswordAreOneTooMany() {
    assertThatThrownBy(
            () ->
                settings(
                    Map.of("PGHOST", "h"), "--password-file", "f", "--password-command", "echo"))
        .hasMessageContaining("both");
  }

  @Test
  void aFailingPasswordCommandShowsItsComplaintAndNotItsOutput() {
    assertThatThrownBy(
            () ->
                settings(
                    Map.of("PGHOST", "h"),
                    "--password-command",
                    "echo top-secret; echo no such entry >&2; exit 7"))
        .hasMessageContaining("status 7")
        .hasMessageContaining("no such entry")
        .hasMessageNotContaining("top-secret");
  }

  @Test
  void anEmptyOrMissingPasswordIsNamed() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    assertThatThrownBy(() -> settings(Map.of("PGHOST", "h"), "--password-file", empty.toString()))
        .hasMessageContaining("empty line");
    assertThatThrownBy(() -> settings(Map.of("PGHOST", "h"), "--password-file", "/nowhere/file"))
        .hasMessageContaining("there is no such file");
  }

  /** So that a password reaches no server that it is not for, wherever the other one is named. */
  @Test
  void aLoginInAFileGoesWithTheServerBesideItOnly() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "p\n");
    String file =
        """
        jdbc-url = "postgresql://main:6000/d"
        user = "u"
        password-file = "%s"
        """
            .formatted(password);
    ConnectionSettings own = withFile(file + "[profiles.prod]", Map.of());
    assertThat(own.user()).contains("u");
    assertThat(own.password().map(Secret::value)).contains("p");
    String profile = file + "[profiles.prod]\njdbc-url = \"postgresql://other/d\"\n";
    for (ConnectionSettings other :
        List.of(
            withFile(profile, Map.of()),
            withFile(file + "[profiles.prod]", Map.of("NESSIE_BACKUP_JDBC_URL", "postgres://x/d")),
            withFile(file + "[profiles.prod]", Map.of(), "--jdbc-url", "postgres://x/d"))) {
      assertThat(other.jdbcUrl()).doesNotContain("main");
      assertThat(other.user()).isEmpty();
      assertThat(other.password()).isEmpty();
    }
    assertThat(
            withFile(
                    file + "[profiles.prod]", Map.of(), "--jdbc-url", "postgres://main:6000/second")
                .password())
        .isPresent();
    assertThat(
            withFile(
                    "password-file = \"%s\"\n[profiles.prod]\njdbc-url = \"postgres://x/d\""
                        .formatted(password),
                    Map.of())
                .password())
        .isPresent();
  }

  @Test
  void ofTwoWaysToThePasswordThatOfTheStrongerPlaceCounts() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "variable\n");
    String file =
        """
        jdbc-url = "postgresql://h/d"
        password-file = "nowhere"
        [profiles.prod]
        password-command = "echo profile"
        """;
    assertThat(withFile(file, Map.of()).password().map(Secret::value)).contains("profile");
    Map<String, String> environment = Map.of("NESSIE_BACKUP_PASSWORD_FILE", password.toString());
    assertThat(withFile(file, environment).password().map(Secret::value)).contains("variable");
  }
}
