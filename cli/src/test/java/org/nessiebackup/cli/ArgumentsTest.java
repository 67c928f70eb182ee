package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.cli.testing.JsonContract;
import tools.jackson.databind.JsonNode;

/** What is understood, what is refused, and what the help says. */
class ArgumentsTest {
  private @TempDir Path folder;
  private @TempDir Path configuration;

  private Map<String, String> environment(String name, String value) {
    return Map.of(name, value, "XDG_CONFIG_HOME", configuration.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "init",
        "backup",
        "list",
        "show",
        "verify",
        "restore",
        "restore-ref",
        "restore-table",
        "undo",
        "drill",
        "reset",
        "export",
        "import",
        "refs",
        "log",
        "ls",
        "cat",
        "diff",
        "find-change",
        "check",
        "status",
        "prune",
        "keep",
        "copy",
        "unlock",
        "key",
        "config",
        "demo",
        "completion",
        "version"
      })
  void everyCommandHasHelpWithExamples(String command) {
    ProgramRun help = ProgramRun.of(Map.of(), command, "--help");
    assertThat(help.status()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .startsWith("Usage: nessie-backup " + command)
        .contains("\nOptions of every command:\n", "help monitoring")
        .doesNotContain("--heartbeat")
        .contains("--output=FORMAT")
        .contains("\nExamples:\n  ")
        .contains("nessie-backup " + command);
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
    assertThat(ProgramRun.of(Map.of(), "--help").out()).contains("\n  " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "add", "remove", "rotate", "rewrap"})
  void everyCommandAboutKeysHasHelpWithExamples(String command) {
    ProgramRun help = ProgramRun.of(Map.of(), "key", command, "--help");
    assertThat(help.status()).isZero();
    assertThat(help.out())
        .startsWith("Usage: nessie-backup key " + command)
        .contains("\nOptions of every command:\n", "help monitoring")
        .doesNotContain("--heartbeat")
        .contains("--output=FORMAT")
        .contains("\nExamples:\n  ");
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
    assertThat(ProgramRun.of(Map.of(), "key", "--help").out()).contains("\n  " + command);
  }

  @Test
  void theHelpOfAllNamesNoHiddenCommand() {
    assertThat(ProgramRun.of(Map.of(), "--help").out())
        .startsWith("Usage: nessie-backup COMMAND [OPTIONS]")
        .contains("\nBack up:\n", "\nBring back:\n")
        .contains("list, snapshots")
        .contains("NESSIE_BACKUP_VAULT")
        .doesNotContain("warm-up");
  }

  @ParameterizedTest
  @CsvSource({
    "verfy, unknown command, verify",
    "list --valt=x, unknown option, --vault",
    "restore latest --dryrun, unknown option, --dry-run",
    "backup --tpye full, unknown option, --type",
    "prune --keep-dialy 7, unknown option, --keep-daily",
    "key rewarp, unknown command, rewrap"
  })
  void aTypingErrorGetsAProposal(String line, String message, String proposal) {
    ProgramRun run = ProgramRun.of(Map.of(), line.split(" ", -1));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: " + message).contains(" Did you mean \"" + proposal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuch", "--nothing-like-it", "list surplus-word", "list -x"})
  void whatResemblesNothingGetsNoProposal(String line) {
    assertThat(ProgramRun.of(Map.of(), line.split(" ", -1)).err())
        .startsWith("error: un")
        .doesNotContain("Did you mean");
  }

  @Test
  void whoAsksForNothingSeesWhatThereIs() {
    ProgramRun nothing = ProgramRun.of(Map.of());
    assertThat(nothing.status()).isEqualTo(2);
    assertThat(nothing.out()).isEmpty();
    assertThat(nothing.err()).isEqualTo(ProgramRun.of(Map.of(), "--help").out());
    assertThat(ProgramRun.of(Map.of(), "--json").error().path("code").asString())
        .isEqualTo("usage");
  }

  @Test
  void helpIsACommandToo() {
    assertThat(ProgramRun.of(Map.of(), "help").out())
        .isEqualTo(ProgramRun.of(Map.of(), "--help").out());
    assertThat(ProgramRun.of(Map.of(), "help", "key", "rewrap").out())
        .isEqualTo(ProgramRun.of(Map.of(), "key", "rewrap", "--help").out());
    assertThat(ProgramRun.of(Map.of(), "help", "monitoring").out())
        .contains("--heartbeat-file=FILE", "--termination-log=FILE")
        .doesNotContain("--output");
    ProgramRun unknown = ProgramRun.of(Map.of(), "help", "restor");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("Did you mean \"restore\"");
  }

  /** What has no room goes on below; an example as the shell reads it. */
  @ParameterizedTest
  @ValueSource(ints = {80, 100})
  void helpFitsTheTerminal(int columns) {
    Map<String, String> terminal =
        Map.of("NESSIE_BACKUP_TERMINALS", "1", "COLUMNS", String.valueOf(columns));
    for (String command : List.of("restore", "backup", "check", "cat", "copy")) {
      assertThat(ProgramRun.of(terminal, "help", command).out().lines())
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
    }
    assertThat(ProgramRun.of(Map.of("NESSIE_BACKUP_TERMINALS", "1", "COLUMNS", "80"), "help").out())
        .contains("5432/nessie")
        .contains("--vault /backup/nessie \\\n    --jdbc-url");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show",
        "verify",
        "verify latest --all",
        "export",
        "export latest --live",
        "export latest --gzip --zstd",
        "export latest --format tar",
        "export latest --format nessie-zip --inserts",
        "export latest --format nessie-zip --gzip",
        "export latest --repository x",
        "backup --jobs 0",
        "backup --jobs many",
        "backup --store-type MONGODB",
        "check --max-age soon",
        "list",
        "list --vault s3://bucket/prefix",
        "list --output yaml",
        "init surplus --vault x",
        "refs",
        "log latest",
        "log latest main --limit 0 --vault x",
        "log latest main --since soon --vault x",
        "ls latest",
        "cat latest main",
        "cat latest main a..b --vault x",
        "diff latest",
        "find-change",
        "keep",
        "keep latest --release --reason x --vault y",
        "copy",
        "copy latest --all --to x --vault y",
        "copy latest --since 2026-01-01 --to x --vault y",
        "copy --since soon --to x --vault y",
        "restore --to 16:99 --vault y",
        "restore --to mark: --vault y",
        "restore latest --to 1h --vault y",
        "restore latest --exclusive --vault y",
        "export latest --to 1h --vault y",
        "drill latest --to 1h --vault y",
        "verify latest --journal --vault y",
        "verify --journal --quick --vault y",
        "verify latest --journal --files --vault y",
        "prune --keep-last -1 --vault y",
        "prune --keep-daily many --vault y",
        "prune --timezone Mars/Olympus --vault y",
        "status --max-age soon",
        "drill --sample -1 --vault y",
        "drill --report drill.pdf --vault y",
        "drill --report no/such/folder/drill.html --vault y",
        "drill --target-schema copy --vault y",
        "drill --jdbc-url jdbc:postgresql://db/nessie --vault y",
        "drill --nessie-url http://localhost:1 --vault y",
        "drill --nessie-jar x.jar --nessie-url http://localhost:1 --vault y",
        "drill --nessie-jar x.jar --nessie-memory much --vault y",
        "init --no-signing --vault x",
        "init --no-encryption --recipient x --vault x",
        "key",
        "key list surplus",
        "key add",
        "key add --recipient age1nobody",
        "key remove",
        "key rewrap",
        "key rewrap latest --all",
        "completion tcsh"
      })
  void whatMakesNoSenseEndsWithTwo(String line) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);
    ProgramRun run = ProgramRun.of(Map.of(), args);
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: ");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restore latest --yes --vault x --target-schema ",
        "copy --vault x --to ",
        "export latest --vault x --file ",
        "list --vault=",
        "backup --vault x --tag nightly --tag "
      })
  void anOptionWithAnEmptyValueIsNotTakenForNone(String line) {
    ProgramRun run = ProgramRun.of(Map.of(), line.split(" ", -1));
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("is given without a value");
  }

  @Test
  void anErrorInTheArgumentsIsJsonWhereJsonIsWanted() {
    for (String[] args :
        new String[][] {
          {"list", "--json", "--valt"}, {"-o", "json", "nothing"}, {"list", "--output=json", "--x"}
        }) {
      JsonNode error = ProgramRun.of(Map.of(), args).error();
      assertThat(error.path("code").asString()).isEqualTo("usage");
      assertThat(error.path("exit_code").asInt()).isEqualTo(2);
    }
    Map<String, String> environment = Map.of("NESSIE_BACKUP_OUTPUT", "json");
    assertThat(ProgramRun.of(environment, "nothing").error().path("hint").asString()).isNotEmpty();
  }

  @Test
  void globalOptionsMayPrecedeAndFollowTheCommand() {
    assertThat(ProgramRun.of(Map.of(), "--json", "version").summary().path("format").asInt())
        .isEqualTo(1);
    assertThat(ProgramRun.of(Map.of(), "version", "-o", "JSON").summary().path("format").asInt())
        .isEqualTo(1);
    assertThat(ProgramRun.of(Map.of(), "--version").out()).startsWith("nessie-backup ");
    JsonContract.read().holdsFor(ProgramRun.of(Map.of(), "version", "--json").summary(), "version");
  }

  @Test
  void everyOptionHasItsEnvironmentName() {
    Map<String, String> environment =
        Map.of(
            "NESSIE_BACKUP_VAULT",
            folder.toString(),
            "NESSIE_BACKUP_JSON",
            "yes",
            "XDG_CONFIG_HOME",
            configuration.toString());
    ProgramRun run = ProgramRun.of(environment, "init");
    assertThat(run.summary().path("vault").path("location").asString())
        .isEqualTo(folder.toString());
    ProgramRun wrong = ProgramRun.of(Map.of("NESSIE_BACKUP_JOBS", "many"), "backup");
    assertThat(wrong.status()).isEqualTo(2);
    ProgramRun all =
        ProgramRun.of(
            Map.of("NESSIE_BACKUP_VAULT", folder.toString(), "NESSIE_BACKUP_ALL", "true"),
            "verify");
    assertThat(all.err()).doesNotContain("no backup is given");
  }

  @Test
  void anOptionWinsOverItsEnvironmentNameAndAnEmptyOneIsUnset() {
    Path other = folder.resolve("other");
    ProgramRun option =
        ProgramRun.of(
            environment("NESSIE_BACKUP_VAULT", folder.toString()),
            "init",
            "--json",
            "--vault",
            other.toString());
    assertThat(option.summary().path("vault").path("location").asString())
        .isEqualTo(other.toString());
    assertThat(ProgramRun.of(Map.of("NESSIE_BACKUP_VAULT", ""), "list").err())
        .contains("no vault is given");
  }

  @Test
  void aFlagThatTheEnvironmentSetsStaysSetWhenItIsRepeated() {
    Map<String, String> environment = environment("NESSIE_BACKUP_JSON", "true");
    assertThat(
            ProgramRun.of(environment, "init", "--json", "--vault", folder.toString())
                .summary()
                .has("vault"))
        .isTrue();
  }

  @Test
  void aVaultMayBeAFileUri() {
    ProgramRun run =
        ProgramRun.of(
            environment("HOME", "/nowhere"),
            "init",
            "--json",
            "--vault",
            folder.toUri().toString());
    assertThat(run.summary().path("vault").path("location").asString())
        .isEqualTo(folder.toString());
  }

  @Test
  void aDumpIsNotWrittenToATerminal() {
    ProgramRun run =
        ProgramRun.of(environment("NESSIE_BACKUP_TERMINALS", "12"), "export", "latest", "-f", "-");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("standard output is a terminal");
  }

  @Test
  void aNamespaceInShortIsThatOfKubectlWhereNothingElseIsMeant() {
    Map<String, String> none = environment("KUBECONFIG", folder.resolve("none").toString());
    ProgramRun check = ProgramRun.of(none, "check", "--kubernetes", "-n", "data-platform");
    assertThat(check.err()).doesNotContain("unknown option");
    ProgramRun forgotten = ProgramRun.of(none, "check", "-n", "data-platform");
    assertThat(forgotten.err()).contains("-n is given without --kubernetes");
    ProgramRun undo = ProgramRun.of(none, "undo", "--kubernetes", "-n", "data-platform");
    assertThat(undo.status()).isEqualTo(2);
    assertThat(undo.err()).contains("-n is --dry-run here; a namespace is given by --namespace.");
  }
}
