package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.cli.delivery.HttpReceiver;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A secret that stands where another thing is expected is found in nothing that we say. */
class SecretsTest {
  private static final String MARK = "9qzk7wsx4edc";
  private static final String IDENTITY =
      "AGE-SECRET-KEY-1" + MARK.toUpperCase(Locale.ROOT) + "QQQQQQQQQQQQQQ";
  private static final String PRIVATE_KEY =
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw" + MARK + "\n-----END PRIVATE KEY-----";

  /** What looks like a secret wherever it stands, and does not look like a part of a sentence. */
  private static final List<String> SHAPES =
      List.of(
          IDENTITY,
          "postgresql://joe:" + MARK + "@127.0.0.1:1/x",
          PRIVATE_KEY,
          "jdbc:postgresql://127.0.0.1:1/db?user=joe&password=" + MARK,
          "# public key: age1\n" + IDENTITY);

  /** They run long, or make what they are told to make. */
  private static final Set<String> LEFT_OUT = Set.of("demo", "serve", "warm-up", "completion");

  private static final Set<String> NEW_FILES =
      Set.of("--new-host-key", "--report", "--metrics-file");

  /** Looked at only; each run makes its own. */
  private static final CommandSpec ROOT = tree();

  private @TempDir Path folder;
  private final HttpReceiver receiver = new HttpReceiver();
  private final List<String> leaks = new ArrayList<>();
  private int runs;
  private int notified;

  @BeforeEach
  void makeVault() {
    Map<String, String> environment = new HashMap<>(environment());
    environment.remove("NESSIE_BACKUP_TERMINATION_LOG");
    assertThat(run(environment, "init").status()).isZero();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private Map<String, String> environment() {
    return Map.of(
        "NESSIE_BACKUP_VAULT", folder.resolve("vault").toString(),
        "NESSIE_BACKUP_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/db",
        "NESSIE_BACKUP_NOTIFY", receiver.url("/hook"),
        "NESSIE_BACKUP_METRICS_FILE", folder.resolve("metrics.prom").toString(),
        "NESSIE_BACKUP_TERMINATION_LOG", folder.resolve("termination").toString(),
        "XDG_CONFIG_HOME", folder.resolve("keys").toString());
  }

  @Test
  void aSecretInThePlaceOfAnotherThingIsNotSaid() {
    assertNothingLeaks(3);
  }

  @Tag("thorough")
  @Test
  void aSecretInThePlaceOfAnythingElseIsNeverSaid() {
    assertNothingLeaks(1);
  }

  /** Each way and each shape comes up as often with every third option of all commands. */
  private void assertNothingLeaks(int stride) {
    int ways = 0;
    int all = 0;
    for (CommandSpec command : commands()) {
      int next = 0;
      for (OptionSpec option : own(command)) {
        if (all++ % stride == 0) {
          given(command, option, SHAPES.get(next % SHAPES.size()), next++);
        }
      }
      for (int i = 0; i < Math.max(1, command.positionalParameters().size()); i++) {
        positional(command, i, SHAPES.get(next++ % SHAPES.size()));
      }
    }
    for (OptionSpec option : command("list").options()) {
      if (all++ % stride == 0) {
        given(command("list"), option, SHAPES.get(ways % SHAPES.size()), ways++);
        given(command("list"), option, IDENTITY, ways++);
      }
    }
    assertThat(leaks).as("of %d runs", runs).isEmpty();
    assertThat(notified).as("notifications of %d runs", runs).isGreaterThan(100 / stride);
  }

  @Test
  void aPasswordInThePlaceOfItsFileIsNotSaid() {
    assertNoPasswordLeaks(3);
  }

  @Tag("thorough")
  @Test
  void aPasswordInThePlaceOfAnyFileIsNeverSaid() {
    assertNoPasswordLeaks(1);
  }

  private void assertNoPasswordLeaks(int stride) {
    int next = 0;
    int all = 0;
    for (CommandSpec command : commands()) {
      for (OptionSpec option : own(command)) {
        boolean secret =
            option.paramLabel().equals("FILE")
                || option.paramLabel().equals("COMMAND")
                || Set.of("--recipient", "--trusted-key").contains(option.longestName());
        if (secret && !isMade(command, option) && all++ % stride == 0) {
          given(command, option, next % 2 == 0 ? MARK : MARK + " (", next++);
        }
      }
    }
    assertThat(leaks).as("of %d runs", runs).isEmpty();
  }

  @Test
  void theValueOfAPasswordVariableIsNotSaidEvenByOthers() {
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("POSTGRES_PASSWORD", MARK);
    String command = "echo the server says " + MARK + " >&2; exit 1";
    Said said = run(environment, "backup", "--password-command", "sh " + script(command));
    assertThat(said.all()).contains("the server says ***").doesNotContain(MARK);
  }

  @Test
  void anIdentityInThePlaceOfItsFileIsRecognised() {
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("NESSIE_BACKUP_IDENTITY", IDENTITY);
    Said said = run(environment, "verify", "latest", "--json");
    assertThat(said.status()).isEqualTo(12);
    assertThat(said.err())
        .contains("what NESSIE_BACKUP_IDENTITY gives is an identity itself, not the name of a file")
        .contains("--identity-command");
  }

  @Test
  void anIdentityInThePlaceOfARecipientIsAnsweredWithWhatIsMeant() {
    Said said = run(environment(), "init", "--recipient", IDENTITY);
    assertThat(said.err())
        .contains("what --recipient gives is an identity itself\n", "`age-keygen -y FILE`");
  }

  @Test
  void aMissingFileOfAnExistingFolderIsStillNamed() {
    Said said =
        run(environment(), "verify", "latest", "--identity", folder.resolve("none").toString());
    assertThat(said.err()).contains("\"" + folder.resolve("none") + "\": there is no such file");
  }

  private String script(String text) {
    try {
      return Files.writeString(folder.resolve("script.sh"), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a file is made if there is none, its name is no secret. */
  private static boolean isMade(CommandSpec command, OptionSpec option) {
    return command.name().equals("init")
        && Set.of("--identity", "--host-key").contains(option.longestName());
  }

  private static CommandSpec tree() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return Commands.ALL
        .whole(
            new Invocation(
                new Streams(nowhere, nowhere, InputStream.nullInputStream()),
                Map.of(),
                Clock.systemUTC(),
                new Cancellation()))
        .getCommandSpec();
  }

  private static CommandSpec command(String name) {
    return ROOT.subcommands().get(name).getCommandSpec();
  }

  private static List<CommandSpec> commands() {
    List<CommandSpec> all = new ArrayList<>();
    for (String name : new TreeSet<>(ROOT.subcommands().keySet())) {
      CommandSpec command = command(name);
      if (command.subcommands().isEmpty() && !LEFT_OUT.contains(command.name())) {
        all.add(command);
      }
      command.subcommands().values().stream().map(CommandLine::getCommandSpec).forEach(all::add);
    }
    return all;
  }

  private static List<OptionSpec> own(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.inherited())
        .filter(option -> !NEW_FILES.contains(option.longestName()))
        .toList();
  }

  private static List<String> words(CommandSpec command) {
    List<String> words = new ArrayList<>(List.of(command.qualifiedName().split(" ")));
    words.removeFirst();
    for (PositionalParamSpec each : command.positionalParameters()) {
      words.add(each.paramLabel().contains("ID") ? "latest" : "main");
    }
    return words;
  }

  /** In one of several ways, in turn: all of them for all options would take minutes. */
  private void given(CommandSpec command, OptionSpec option, String value, int way) {
    switch (way % 4) {
      case 0 -> typed(command, option.longestName(), value, "--debug");
      case 1 -> inTheEnvironment(command, option, value, "--json");
      case 2 -> typed(command, option.longestName() + "=" + value, null, "--log-format=json");
      default -> inTheEnvironment(command, option, value, "--debug");
    }
  }

  private void typed(CommandSpec command, String option, String value, String form) {
    List<String> words = words(command);
    words.add(option);
    if (value != null) {
      words.add(value);
    }
    words.add(form);
    look(environment(), words);
  }

  private void positional(CommandSpec command, int index, String value) {
    List<String> words = words(command);
    int first = words.size() - command.positionalParameters().size();
    if (first + index < words.size()) {
      words.set(first + index, value);
    } else {
      words.add(value);
    }
    words.add("--debug");
    look(environment(), words);
  }

  private void inTheEnvironment(CommandSpec command, OptionSpec option, String value, String form) {
    Map<String, String> environment = new HashMap<>(environment());
    environment.put(
        "NESSIE_BACKUP_"
            + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT),
        value);
    List<String> words = words(command);
    words.add(form);
    look(environment, words);
  }

  private void look(Map<String, String> environment, List<String> words) {
    runs++;
    Said said = run(environment, words.toArray(String[]::new));
    notified += receiver.heard().size();
    String all = said.all().toLowerCase(Locale.ROOT);
    if (all.contains(MARK)) {
      int at = all.indexOf(MARK);
      leaks.add(
          words + ": …" + all.substring(Math.max(0, at - 150), Math.min(all.length(), at + 30)));
    }
  }

  /** All that one run has said, wherever. */
  private record Said(int status, String err, String all) {}

  private Said run(Map<String, String> environment, String... words) {
    try {
      receiver.forget();
      Path log = Files.writeString(folder.resolve("termination"), "");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int status =
          Main.run(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              environment,
              InputStream.nullInputStream(),
              words);
      Path metrics = folder.resolve("metrics.prom");
      StringBuilder all = new StringBuilder();
      all.append(out.toString(StandardCharsets.UTF_8)).append(err.toString(StandardCharsets.UTF_8));
      all.append(Files.readString(log));
      all.append(Files.exists(metrics) ? Files.readString(metrics) : "");
      receiver.heard().forEach(each -> all.append(each.body()));
      return new Said(status, err.toString(StandardCharsets.UTF_8), all.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
