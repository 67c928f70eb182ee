package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.PostgresServer;

/**
 * The page "On a host" as its reader follows it: its statements, its settings file and its
 * commands, as an account without privileges that owns nothing but its own folder.
 */
@Timeout(300)
class HostPageTest {
  private static final String ACCOUNT = "10000";
  private static final String SUDO = "sudo -u nessie-backup nessie-backup ";
  private static final int MINUTES = 3;

  private @TempDir Path folder;

  @Test
  void everyCommandOfThePageWorksForAnAccountThatOwnsNothingElse() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root"), "only root can become another account");
    String page = Files.readString(Installation.home().resolve("docs/host.md"));
    Path etc = Files.createDirectory(folder.resolve("etc"));
    Path home = Files.createDirectory(folder.resolve("home"));
    run(Map.of(), "chmod", "755", folder.toString(), etc.toString());
    assumeTrue(
        run(Map.of(), as("test", "-x", Installation.launcher().toString())) == 0,
        "the checkout is in a folder that other accounts may not enter");

    try (PostgresServer server = PostgresServer.start()) {
      CatalogDatabase database = CatalogDatabase.create(server, "on_a_host").filled();
      for (String statement : blocks(page, "sql").strip().split(";\\n", -1)) {
        database.execute(statement.replace("DATABASE nessie", "DATABASE on_a_host"));
      }
      String settings =
          blocks(page, "toml")
              .replace(
                  "db.example.org:5432/nessie", server.host() + ":" + server.port() + "/on_a_host")
              .replace("/etc/nessie-backup", etc.toString())
              .replace("/var/lib/nessie-backup", home.toString());
      Files.writeString(etc.resolve("config.toml"), settings);
      for (String secret : List.of("password", "owner-password")) {
        Files.writeString(etc.resolve(secret), "not asked for\n");
        Files.setPosixFilePermissions(
            etc.resolve(secret), PosixFilePermissions.fromString("rw-------"));
      }
      run(Map.of(), "chown", "-R", ACCOUNT, home.toString());
      for (String secret : List.of("password", "owner-password")) {
        run(Map.of(), "chown", ACCOUNT, etc.resolve(secret).toString());
      }

      List<String> commands =
          blocks(page, "sh").lines().filter(line -> line.startsWith(SUDO)).toList();
      assertThat(commands).hasSizeGreaterThan(6);
      for (String command : commands) {
        String words =
            command.substring(SUDO.length()).replace("/var/lib/nessie-backup", home.toString());
        List<String> launched = new ArrayList<>(List.of(Installation.launcher().toString()));
        launched.addAll(List.of(words.split(" ")));
        Map<String, String> environment =
            Map.of(
                "HOME",
                home.toString(),
                "NESSIE_BACKUP_CONFIG",
                etc.resolve("config.toml").toString());
        assertThat(run(environment, as(launched.toArray(String[]::new))))
            .as("%s: %s", command, Files.readString(folder.resolve("said.txt")))
            .isZero();
      }
      assertThat(Files.readString(folder.resolve("said.txt"))).contains("loses", "nothing: each");
    }
  }

  /** The text of all blocks with a tag. */
  private static String blocks(String page, String tag) {
    return Pattern.compile("(?ms)^```" + tag + "\n(.*?)^```")
        .matcher(page)
        .results()
        .map((MatchResult block) -> block.group(1))
        .collect(Collectors.joining("\n"));
  }

  private static String[] as(String... command) {
    return Stream.concat(
            Stream.of(
                "setpriv",
                "--reuid",
                ACCOUNT,
                "--regid",
                ACCOUNT,
                "--clear-groups",
                "--bounding-set=-all",
                "--no-new-privs"),
            Stream.of(command))
        .toArray(String[]::new);
  }

  private int run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile());
    LaunchedCommand.prepare(builder.environment(), environment);
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as(List.of(command).toString()).isTrue();
    return process.exitValue();
  }
}
