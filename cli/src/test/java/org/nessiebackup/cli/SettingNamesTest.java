package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.SettingNames;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** One name outside of the command line is one thing, for whichever command it is read. */
class SettingNamesTest {
  /** One thing, in words of two kinds. */
  private static final Map<String, String> ONE_THING =
      Map.of(
          "--host-key", "init makes the key that all others sign with",
          "--identity", "init makes the key that all others read with",
          "--schema", "restore names the schema of the catalog, too, where it is to be",
          "--repository", "each time the Nessie repository that is meant");

  private @TempDir Path folder;

  private static List<OptionSpec> options() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    List<OptionSpec> all = new ArrayList<>();
    add(
        Commands.ALL.whole(
            new Invocation(
                new Streams(nowhere, nowhere, InputStream.nullInputStream()),
                Map.of(),
                Clock.systemUTC(),
                new Cancellation())),
        all);
    assertThat(all).hasSizeGreaterThan(500);
    return all;
  }

  static List<CommandSpec> commands() {
    return options().stream().map(OptionSpec::command).distinct().toList();
  }

  private static void add(CommandLine line, List<OptionSpec> all) {
    all.addAll(line.getCommandSpec().options());
    line.getSubcommands().values().stream().distinct().forEach(each -> add(each, all));
  }

  @Test
  void oneNameIsOneThing() {
    Map<String, Map<String, Set<String>>> meanings = new TreeMap<>();
    for (OptionSpec option : options()) {
      SettingNames.variables(option)
          .forEach(
              name ->
                  meanings
                      .computeIfAbsent(name, unused -> new HashMap<>())
                      .computeIfAbsent(meaning(option), unused -> new TreeSet<>())
                      .add(SettingNames.command(option.command())));
    }
    meanings.values().removeIf(each -> each.size() == 1);
    assertThat(meanings)
        .as("say it in the same words, or mark the command with @NamedByCommand")
        .isEmpty();
  }

  /** What an option's help says, but for its default, which commands may have of their own. */
  private static String meaning(OptionSpec option) {
    return ONE_THING.keySet().stream()
        .filter(List.of(option.names())::contains)
        .findFirst()
        .orElseGet(
            () ->
                option.typeInfo().getType().getSimpleName().replace("Integer", "int")
                    + " "
                    + String.join(" ", option.description()).replaceFirst(" \\(default.*\\)", ""));
  }

  @Test
  void whatIsNamedByItsCommandIsAnOptionOfItAndDocumented() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "settings.md"));
    Set<String> rows =
        document
            .lines()
            .filter(line -> line.matches("\\| `[a-z -]+` \\| (`--[a-z-]+`(, )?)+ \\|"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> marked = new TreeSet<>();
    commands().forEach(command -> row(command).ifPresent(marked::add));
    assertThat(rows).isEqualTo(marked).hasSizeGreaterThan(8);
  }

  private static Optional<String> row(CommandSpec command) {
    NamedByCommand own = command.userObject().getClass().getAnnotation(NamedByCommand.class);
    return Optional.ofNullable(own)
        .map(NamedByCommand::value)
        .map(
            options -> {
              assertThat(command.optionsMap()).containsKeys(options);
              return "| `%s` | %s |"
                  .formatted(
                      SettingNames.command(command),
                      Stream.of(options)
                          .sorted()
                          .map(each -> "`" + each + "`")
                          .collect(Collectors.joining(", ")));
            });
  }

  @Test
  void noOptionHasANameThatTheProgramUsesOtherwise() {
    Set<String> names =
        options().stream()
            .flatMap(option -> SettingNames.variables(option).stream())
            .collect(Collectors.toSet());
    assertThat(names).doesNotContainAnyElementsOf(SettingNames.OF_THE_PROGRAM);
  }

  /** What a second vault's place is to copy is no state of a branch, and so on. */
  @ParameterizedTest
  @CsvSource({
    "NESSIE_BACKUP_TO, /off-site, restore-ref latest main",
    "NESSIE_BACKUP_TO, /off-site, restore-table latest main a.b",
    "NESSIE_BACKUP_NESSIE_URL, http://nessie:19120, drill latest",
    "NESSIE_BACKUP_FILES, true, drill latest",
    "NESSIE_BACKUP_SAMPLE, 100, verify latest",
    "NESSIE_BACKUP_ALL, true, key rewrap latest",
    "NESSIE_BACKUP_RECIPIENT, age1x, key remove",
    "NESSIE_BACKUP_RELEASE, true, keep latest",
    "NESSIE_BACKUP_LIMIT, 5, diff latest live"
  })
  void whatIsSetForAnotherCommandIsNotUsedAndThatIsSaid(
      String variable, String value, String line) {
    Map<String, String> environment =
        Map.of(
            variable,
            value,
            "NESSIE_BACKUP_VAULT",
            folder.resolve("none").toString(),
            "XDG_CONFIG_HOME",
            folder.toString());
    ProgramRun run = ProgramRun.of(environment, line.split(" ", -1));
    String command = line.replaceFirst("^(?:key )?(\\S+).*", "$1");
    String own = variable.replace("NESSIE_BACKUP_", "__");
    assertThat(run.err())
        .startsWith("warning: " + variable + " is not used here")
        .contains(command.replace('-', '_').toUpperCase(Locale.ROOT) + own)
        .doesNotContain("neither a commit nor a moment", "somebody else runs", value + "\" is");
  }

  @Test
  void aCommandsOwnNameIsUsedAndWinsOverTheSharedOne() {
    Map<String, String> environment =
        Map.of(
            "NESSIE_BACKUP_RESTORE_REF__TO", "nonsense",
            "NESSIE_BACKUP_BACKUP__JOBS", "0",
            "NESSIE_BACKUP_JOBS", "2");
    assertThat(ProgramRun.of(environment, "restore-ref", "latest", "main").err())
        .startsWith("error: ")
        .contains("nonsense");
    assertThat(ProgramRun.of(environment, "backup").err()).contains("--jobs is 0");
    assertThat(ProgramRun.of(environment, "export", "latest").err()).doesNotContain("--jobs");
  }

  @Test
  void aNameThatIsSetToNothingSaysThatNothingIsWanted() {
    Map<String, String> environment =
        Map.of(
            "NESSIE_BACKUP_NESSIE_URL",
            "http://nessie:19120",
            "NESSIE_BACKUP_DRILL__NESSIE_URL",
            "");
    assertThat(ProgramRun.of(environment, "drill").err()).doesNotContain("warning");
  }

  @Test
  void whoIsToldIsFoundByACommandsOwnNameToo() throws Exception {
    Path log = Files.createFile(folder.resolve("log"));
    ProgramRun.of(
        Map.of("NESSIE_BACKUP_KEY_LIST__TERMINATION_LOG", log.toString()), "backup", "--jobs=0");
    assertThat(log).isEmptyFile();
    ProgramRun.of(
        Map.of("NESSIE_BACKUP_BACKUP__TERMINATION_LOG", log.toString()), "backup", "--jobs=0");
    assertThat(log).isNotEmptyFile();
  }
}
