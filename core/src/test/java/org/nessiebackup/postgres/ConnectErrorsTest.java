package org.nessiebackup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.testing.TestDatabase;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Each error has the advice of what failed, and of nothing else. */
class ConnectErrorsTest {
  private static final Secret PASSWORD = new Secret("open sesame");

  private static @TempDir Path folder;
  private static PostgresServer server;
  private static Path authority;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server =
        PostgresServer.start(
            PostgresOptions.defaults().withPasswordUser("reader", PASSWORD.value()).withTls());
    authority = folder.resolve("server.crt");
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet file =
            statement.executeQuery("SELECT pg_read_file(current_setting('ssl_cert_file'))")) {
      file.next();
      Files.writeString(authority, file.getString(1));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String url(String host, String parameters) {
    return "jdbc:postgresql://%s:%d/postgres?%s".formatted(host, server.port(), parameters);
  }

  private static Session open(String url, Optional<Secret> password) {
    return open(url, Optional.of("reader"), password);
  }

  private static Session open(String url, Optional<String> user, Optional<Secret> password) {
    return new Database(new ConnectionSettings(url, user, password, "nessie-backup test"))
        .open(new Cancellation());
  }

  private static void expect(
      String url, Optional<Secret> password, Failure failure, String message, String hint) {
    assertThatThrownBy(() -> open(url, password))
        .isInstanceOfSatisfying(
            BackupException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(failure);
              assertThat(e.getMessage()).contains(message);
              assertThat(e.hint().orElseThrow()).contains(hint).doesNotContain("network policy");
            });
  }

  @Test
  void saysWhatWasCheckedOfTheServer() {
    try (Session checked =
            open(
                url("127.0.0.1", "sslmode=verify-full&sslrootcert=" + authority),
                Optional.of(PASSWORD));
        Session trusting = open(url("127.0.0.1", "sslmode=require"), Optional.of(PASSWORD));
        Session plain = open(url("127.0.0.1", "sslmode=disable"), Optional.of(PASSWORD))) {
      assertThat(ConnectionSecurity.of(checked).describe())
          .isEqualTo("encrypted (TLSv1.3), certificate and host name checked, on this machine");
      assertThat(ConnectionSecurity.of(trusting).verified())
          .isEqualTo(ConnectionSecurity.Verified.NOTHING);
      assertThat(ConnectionSecurity.of(plain).encryption())
          .isEqualTo(ConnectionSecurity.Encryption.NONE);
    }
  }

  @Test
  void aPasswordThatIsMissingIsNoMatterOfTheNetwork() {
    expect(
        url("127.0.0.1", "sslmode=prefer"),
        Optional.empty(),
        Failure.LOGIN,
        "wants a password, and none was given",
        "--password-file");
  }

  @Test
  void aLineFeedInThePasswordIsPointedOutAndThePasswordNotShown() {
    expect(
        url("127.0.0.1", "sslmode=prefer"),
        Optional.of(new Secret(PASSWORD.value() + "\n")),
        Failure.LOGIN,
        "refuses the login",
        "line feed");
  }

  @Test
  void aRoleThatWasNotGivenIsPointedOut() {
    assertThatThrownBy(
            () -> open(url("127.0.0.1", "user=nobody_there"), Optional.empty(), Optional.empty()))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.hint().orElseThrow()).contains("--user"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1 | sslmode=verify-full | | a file for TLS | PGSSLROOTCERT
          127.0.0.1 | sslmode=verify-ca&sslrootcert=/nowhere/ca.crt | | /nowhere/ca.crt | sslrootcert
          127.1 | sslmode=verify-full | authority | is for another name | verify-ca
          """)
  void certificatesHaveAdviceOfTheirOwn(
      String host, String parameters, String root, String message, String hint) {
    expect(
        url(host, parameters + (root == null ? "" : "&sslrootcert=" + authority)),
        Optional.of(PASSWORD),
        Failure.CONNECTION,
        message,
        hint);
  }

  @Test
  void aServerWithoutTlsIsNamedAsOne() {
    try (TestDatabase database = TestDatabase.create()) {
      expect(
          database.server().jdbcUrl(database.name()) + "?sslmode=require",
          Optional.empty(),
          Failure.CONNECTION,
          "it has no TLS, and sslmode is \"require\"",
          "sslmode=prefer");
    }
  }

  @Test
  void aKeyThatJavaCannotReadHasTheCommandThatConvertsIt() {
    Path key = folder.resolve("tls.key");
    ConnectionSettings settings =
        new ConnectionSettings(
            url("127.0.0.1", "sslkey=" + key), Optional.empty(), Optional.empty(), "test");
    PSQLException error =
        new PSQLException(
            "Could not read SSL key file " + key,
            PSQLState.CONNECTION_FAILURE,
            new IOException("Version must be 0"));

    BackupException translated = ConnectErrors.translate(error, settings);

    assertThat(translated.hint().orElseThrow())
        .contains("openssl pkcs8 -topk8 -nocrypt -in " + key + " -outform DER -out client.pk8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          28000 | connection requires a valid client certificate | LOGIN | PGSSLCERT
          28000 | no pg_hba.conf entry for host "10.0.0.1", user "u", database "d", no encryption | LOGIN | PGSSLMODE=require
          28000 | no pg_hba.conf entry for host "10.0.0.1", user "u", database "d", SSL encryption | LOGIN | Add a line
          28000 | role "u" is not permitted to log in | LOGIN | rolcanlogin
          08001 | Invalid sslmode value: bogus | USAGE | PGSSLMODE
          57P03 | the database system is starting up | CONNECTION | try again
          53300 | too many connections for role "u" | CONNECTION | CONNECTION LIMIT
          08P01 | An error occurred while setting up the SSL connection. | CONNECTION | load balancer
          08P01 | no such database: nessie | LOGIN | pooler
          08P01 | unsupported startup parameter: options | SERVER_UNSUPPORTED | ignore_startup_parameters
          08P01 | server login has been failing, try again later (server_login_retry) | CONNECTION | behind it
          08P01 | query_wait_timeout | CONNECTION | no connection left
          """)
  void whatServersAndPoolersSayHasItsOwnAdvice(
      String state, String text, Failure failure, String hint) {
    ConnectionSettings settings =
        new ConnectionSettings("jdbc:postgresql://h/d", Optional.of("u"), Optional.empty(), "test");

    BackupException translated =
        ConnectErrors.translate(new SQLException("FATAL: " + text, state), settings);

    assertThat(translated.failure()).isEqualTo(failure);
    assertThat(translated.hint().orElseThrow()).contains(hint);
  }
}
