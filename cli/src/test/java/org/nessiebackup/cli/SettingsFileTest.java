package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.cli.delivery.HttpReceiver;
import org.nessiebackup.cli.delivery.HttpReceiver.Heard;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.cli.settings.SettingNames;
import org.nessiebackup.cli.testing.JsonContract;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/** Files of settings: what they set, what wins, what is refused. */
class SettingsFileTest {
  private @TempDir Path folder;

  private Map<String, String> environment(String settings) throws IOException {
    Path own = Files.createDirectories(folder.resolve("nessie-backup"));
    Files.writeString(own.resolve("config.toml"), settings);
    return new HashMap<>(Map.of("XDG_CONFIG_HOME", folder.toString()));
  }

  /** What `config show` says of one option. */
  private static String shown(Map<String, String> environment, String name, String... arguments) {
    String[] line = new String[arguments.length + 3];
    line[0] = "config";
    line[1] = "show";
    line[2] = "--json";
    System.arraycopy(arguments, 0, line, 3, arguments.length);
    for (JsonNode each : ProgramRun.of(environment, line).summary().path("settings")) {
      if (each.path("name").asString().equals(name)) {
        return each.path("value").asString() + " from " + each.path("source").asString();
      }
    }
    return "nothing";
  }

  @Test
  void theEnvironmentWinsOverTheProfileThatOverTheCatalogAndThatOverTheRest() throws IOException {
    Map<String, String> environment =
        environment(
            """
            schema = "a"
            [catalogs.one]
            schema = "b"
            [profiles.prod]
            schema = "c"
            """);
    assertThat(shown(environment, "schema")).isEqualTo("a from file");
    assertThat(shown(environment, "schema", "--catalog", "one")).isEqualTo("b from catalog");
    assertThat(shown(environment, "schema", "--catalog", "one", "--profile", "prod"))
        .isEqualTo("c from profile");
    environment.put("NESSIE_BACKUP_PROFILE", "prod");
    assertThat(shown(environment, "schema")).isEqualTo("c from profile");
    environment.put("NESSIE_BACKUP_SCHEMA", "d");
    assertThat(shown(environment, "schema")).isEqualTo("d from environment");
  }

  @Test
  void whatIsTypedWinsAndACommandsTableWinsOverWhatIsAboveIt() throws IOException {
    Map<String, String> environment =
        environment(
            """
            vault = "%1$s/above"
            [list]
            vault = "%1$s/own"
            """
                .formatted(folder));
    assertThat(ProgramRun.of(environment, "list").err()).contains("/own\"");
    assertThat(ProgramRun.of(environment, "show", "latest").err()).contains("/above\"");
    String typed = folder.resolve("typed").toString();
    assertThat(ProgramRun.of(environment, "list", "--vault", typed).err()).contains("/typed\"");
    environment.put("NESSIE_BACKUP_VAULT", folder.resolve("variable").toString());
    assertThat(ProgramRun.of(environment, "list").err()).contains("/variable\"");
  }

  @Test
  void aFileThatIsNamedIsTheOnlyOneAndOffIsNone() throws IOException {
    Map<String, String> environment = environment("schema = \"found\"");
    Path named = Files.writeString(folder.resolve("named.toml"), "jobs = 3");
    assertThat(shown(environment, "schema", "--config", named.toString())).isEqualTo("nothing");
    assertThat(shown(environment, "jobs", "--config", named.toString())).isEqualTo("3 from file");
    assertThat(shown(environment, "schema", "--config", "off")).isEqualTo("nothing");
    assertThat(ProgramRun.of(environment, "list", "--config", "nowhere").err())
        .contains("cannot read the settings in \"nowhere\": there is no such file");
  }

  @Test
  void variablesAreFilledInAndSeveralValuesAreAList() throws IOException {
    Map<String, String> environment =
        environment(
            """
            vault = "${PLACE}/nessie"
            schema = "$${as it is}"
            [backup]
            tag = ["nightly", "of ${PLACE}"]
            """);
    environment.put("PLACE", "/backup");
    assertThat(shown(environment, "vault")).isEqualTo("/backup/nessie from file");
    assertThat(shown(environment, "schema")).isEqualTo("$${as it is} from file");
    assertThat(shown(environment, "tag")).isEqualTo("nightly\nof /backup from file");
  }

  @Test
  void nothingIsWantedWhereAProfileSaysSo() throws IOException {
    Map<String, String> environment =
        environment("vault = \"/backup\"\n[profiles.none]\nvault = \"\"\n");
    assertThat(ProgramRun.of(environment, "list", "--profile", "none").err())
        .contains("no vault is given");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          vualt = "x"                        | "vualt" is no setting, in line 1 | Did you mean "vault"
          jobs = 1;;[profiles.x];jbos = 3    | "jbos" is no setting, in line 4 | "jobs"
          [bakcup];jobs = 1                  | "bakcup" is no command, in line 1 | Did you mean "backup"
          [list];jobs = 1                    | "jobs" is no setting, in line 2 | config example
          limit = ["a"]                      | "limit" is a list, in line 1 | one value
          [backup];tag = [["a"]]             | "tag" is a list of lists or tables, in line 2 | list of values
          live = true;[export];live = true   | `` | ``
          yes = true                         | "yes" is no setting here | type --yes
          [undo];release = true              | "release" is no setting here, in line 2 | about one run
          profile = "x"                      | "profile" is no setting here | type --profile
          password = "geheim"                | "password" is no setting | password-file
          jdbc-url = "postgresql://u:geheim@h/d" | holds a secret, in line 1 | jdbc-url-file
          jdbc-url = "jdbc:postgresql://h/d?password=geheim" | holds a secret | ${NAME}
          identity = ["a", "AGE-SECRET-KEY-1GEHEIM"] | what "identity" says holds a secret | file
          notify = "https://hooks.slack.com/services/A/geheim" | holds a secret | notify-file
          vault = "${NOT_SET_AT_ALL}"        | variable NOT_SET_AT_ALL of "vault" is not set, in line 1 | Set it
          profiles = 3                       | "profiles" is no table | [profiles.NAME]
          catalogs.x = 3                     | "x" stands in [catalogs] itself | [catalogs.NAME]
          vault =                            | no TOML near line 1 | vault = "/backup/nessie"
          jobs = 1;jobs = 2                  | no TOML near line | duplicate key
          """)
  void whatIsWrongIsNamedWithItsLineAndAWayOut(String text, String message, String hint)
      throws IOException {
    ProgramRun run = ProgramRun.of(environment(text.replace(';', '\n')), "log", "latest", "main");
    if (message.isEmpty()) {
      assertThat(run.err()).contains("no vault is given");
      return;
    }
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: ")
        .contains(message)
        .contains(hint)
        .contains("config.toml\"")
        .doesNotContain("geheim", "GEHEIM");
  }

  @Test
  void noAddressWithASecretIsToldThatItWasRefused() throws IOException {
    try (HttpReceiver receiver = new HttpReceiver()) {
      String secret = receiver.url("/x").replace("//", "//u:geheim@");
      ProgramRun run =
          ProgramRun.of(
              environment(
                  """
                  notify = ["%1$s", "%2$s"]
                  heartbeat = "%1$s"
                  [log]
                  push-gateway = "%1$s"
                  """
                      .formatted(secret, receiver.url("/y"))),
              "log",
              "latest",
              "main");
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("what \"notify\" says holds a secret, in line 1");
      assertThat(receiver.heard()).isEmpty();
    }
  }

  @Test
  void othersAreStillToldThatAFileWithASecretWasRefused() throws IOException {
    try (HttpReceiver receiver = new HttpReceiver()) {
      ProgramRun.of(
          environment(
              """
              vault = "s3://u:geheim@bucket/x"
              heartbeat = "%s"
              """
                  .formatted(receiver.url("/y"))),
          "log",
          "latest",
          "main");
      assertThat(receiver.heard()).extracting(Heard::target).contains("/y/fail");
    }
  }

  @Test
  void whereAWrongValueWasSetIsSaid() throws IOException {
    Map<String, String> environment = environment("[backup]\njobs = \"many\"");
    assertThat(ProgramRun.of(environment, "backup").err())
        .contains("\"--jobs\": \"many\" is no whole number")
        .contains("config.toml");
    environment.put("NESSIE_BACKUP_JOBS", "few");
    assertThat(ProgramRun.of(environment, "verify", "latest").err())
        .contains("\"few\"")
        .contains("as NESSIE_BACKUP_JOBS says");
    assertThat(ProgramRun.of(environment, "verify", "latest", "--jobs", "none").err())
        .contains("\"none\"")
        .doesNotContain("says");
  }

  /** So that no declaration is overlooked: each option of each command, by its command. */
  @Test
  void everyOptionOfEveryCommandMayStandInItsTable() throws IOException {
    StringBuilder text = new StringBuilder();
    int options = 0;
    for (CommandSpec command : SettingNamesTest.commands()) {
      String name = SettingNames.command(command).replace(' ', '-');
      if (!name.isEmpty()) {
        text.append("[").append(name).append("]\n");
        for (OptionSpec option : command.options()) {
          if (!isOfOneRun(option)) {
            text.append(option.longestName().substring(2)).append(" = \"\"\n");
            options++;
          }
        }
      }
    }
    assertThat(options).isGreaterThan(500);
    ProgramRun run = ProgramRun.of(environment(text.toString()), "log", "latest", "main");
    assertThat(run.err()).startsWith("error: no vault is given");
  }

  private static boolean isOfOneRun(OptionSpec option) {
    return option.usageHelp()
        || option.longestName().length() == 2
        || (option.userObject() instanceof Field field
            && field.isAnnotationPresent(OfOneRun.class));
  }

  @Test
  void aProfileThatIsNotThereIsNamedWithThoseThatAre() throws IOException {
    Map<String, String> environment = environment("[profiles.prod]\n[profiles.test]\n");
    assertThat(ProgramRun.of(environment, "list", "--profile", "prd").err())
        .contains("[profiles.prd]")
        .contains("There is prod, test. Did you mean \"prod\"?");
    assertThat(ProgramRun.of(environment, "list", "--catalog", "x").err())
        .contains("[catalogs.x]")
        .contains("no settings file that has catalogs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
  void aFileThatOthersMayWriteIsRefused(String mode) throws IOException {
    Map<String, String> environment = environment("jobs = 1");
    Path file = folder.resolve("nessie-backup/config.toml");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    ProgramRun run = ProgramRun.of(environment, "list");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("others than its owner may write").contains("chmod go-w");
  }

  @Test
  void aFileWithoutEndIsNotRead() throws IOException {
    ProgramRun run = ProgramRun.of(environment("# ".repeat(40_000)), "list");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("longer than 64 KiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "completion bash", "list --help", "config example", "--help"})
  void whatNeedsNoSettingsWorksWithWrongOnes(String line) throws IOException {
    ProgramRun run = ProgramRun.of(environment("vualt ="), line.split(" ", -1));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(ProgramRun.of(environment("vualt ="), "copy").err()).contains("no TOML");
    assertThat(ProgramRun.of(environment("vualt ="), "config", "show").err()).contains("no TOML");
  }

  @Test
  void whoIsToldAndInWhichFormMayStandInTheFile() throws IOException {
    Path log = Files.createFile(folder.resolve("log"));
    Map<String, String> environment =
        environment("log-format = \"json\"\n[backup]\ntermination-log = \"%s\"\n".formatted(log));
    assertThat(ProgramRun.of(environment, "backup", "--jobs=0").error().path("code").asString())
        .isEqualTo("usage");
    assertThat(log).isNotEmptyFile();
  }

  @Test
  void checkNamesTheFile() throws IOException {
    Map<String, String> environment = environment("vault = \"%s/v\"".formatted(folder));
    String file = folder.resolve("nessie-backup/config.toml").toString();
    assertThat(ProgramRun.of(environment, "check").out()).startsWith("settings of " + file);
    assertThat(ProgramRun.of(environment, "check", "--json").summary().path("settings_files"))
        .extracting(JsonNode::asString)
        .containsExactly(file);
  }

  @Test
  void whatIsShownHoldsNoSecretAndNamesWhatNobodyReads() throws IOException {
    Map<String, String> environment =
        environment("push-gateway = \"http://gateway:9091/metrics/job/geheim\"\njobs = 2");
    environment.put("NESSIE_BACKUP_JDBC_URL", "postgresql://app:geheim@h:6000/d?password=geheim");
    environment.put("NESSIE_BACKUP_VUALT", "geheim");
    environment.put("PGSSLMODE", "require");
    ProgramRun run = ProgramRun.of(environment, "config", "show");
    assertThat(run.out())
        .contains("push-gateway", "NESSIE_BACKUP_JDBC_URL", "PGSSLMODE")
        .doesNotContain("geheim");
    assertThat(run.err())
        .contains("no option is set by NESSIE_BACKUP_VUALT. Did you mean \"NESSIE_BACKUP_VAULT\"")
        .doesNotContain("geheim");
    JsonNode summary = ProgramRun.of(environment, "config", "show", "--json").summary();
    JsonContract.read().holdsFor(summary, "config show");
  }

  @Test
  void theExampleIsOneThatWorks() throws IOException {
    JsonNode summary = ProgramRun.of(Map.of(), "config", "example", "--json").summary();
    JsonContract.read().holdsFor(summary, "config example");
    String example = ProgramRun.of(Map.of(), "config", "example").out();
    assertThat(example).isEqualTo(summary.path("example").asString());
    assertThat(example.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    Map<String, String> environment = environment(example);
    for (List<String> choice :
        List.of(
            List.of("--profile", "prod"),
            List.of("--catalog", "sales"),
            List.of("--catalog", "research"))) {
      assertThat(shown(environment, "vault", choice.toArray(String[]::new)))
          .isNotEqualTo("nothing");
    }
    assertThat(ProgramRun.of(environment, "list", "--profile", "prod").err())
        .contains("there is no vault");
  }
}
