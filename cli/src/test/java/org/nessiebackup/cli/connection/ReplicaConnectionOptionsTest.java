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
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Secret;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.cli.settings.SettingDefaults;
import org.nessiebackup.cli.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ReplicaConnectionOptionsTest {
  private static final String URL = "postgresql://standby:5432/nessie";

  private @TempDir Path folder;

  /** Something that has the options beside those of the catalog's database. */
  @Command(name = "any")
  static final class AnyCommand {
    @Mixin ConnectionOptions connection;
    @Mixin ReplicaConnectionOptions replica;
  }

  private static ConnectionSource settings(Map<String, String> environment, String... words) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Invocation invocation =
        new Invocation(
            new Streams(nowhere, nowhere, InputStream.nullInputStream()),
            environment,
            Clock.systemUTC(),
            new Cancellation());
    AnyCommand command = new AnyCommand();
    CommandLine line = new CommandLine(command);
    line.setDefaultValueProvider(new SettingDefaults(Settings.of(invocation)));
    line.parseArgs(words);
    return command.replica.source(invocation);
  }

  @Test
  void nothingOfTheCatalogsOwnLoginIsShownToTheReplicasServer() {
    Map<String, String> primary =
        Map.of(
            "NESSIE_BACKUP_PASSWORD", "of the primary",
            "NESSIE_BACKUP_USER", "nessie",
            "POSTGRES_HOST", "standby",
            "POSTGRES_USER", "nessie",
            "POSTGRES_PASSWORD", "of the primary");
    ConnectionSource settings = settings(primary, "--replica-jdbc-url", URL);

    assertThat(settings.jdbcUrl()).isEqualTo("jdbc:" + URL);
    assertThat(settings.user()).isEmpty();
    assertThat(settings.password()).isEmpty();
  }

  @Test
  void loginIsThatOfTheOptionsOrOfTheUrlWhereNobodySeesIt() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "of the replica\n");
    ConnectionSource settings =
        settings(
            Map.of("NESSIE_BACKUP_REPLICA_JDBC_URL", "postgresql://backup:other@standby/nessie"),
            "--replica-password-file",
            password.toString());
    assertThat(settings.user()).hasValue("backup");
    assertThat(settings.password().map(Secret::value)).hasValue("of the replica");

    Path url = Files.writeString(folder.resolve("url"), "postgresql://backup:other@standby/nessie");
    ConnectionSource ofFile = settings(Map.of(), "--replica-jdbc-url-file", url.toString());
    assertThat(ofFile.password()).isEqualTo(Optional.of(new Secret("other")));
    assertThat(ofFile.jdbcUrl()).doesNotContain("other");
  }

  @Test
  void loginThatEverybodySeesIsRefused() {
    assertThatThrownBy(
            () ->
                settings(
                    Map.of(), "--replica-jdbc-url", "postgresql://backup:other@standby/nessie"))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("list of processes");
  }
}
