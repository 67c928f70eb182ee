package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.cli.testing.Screen;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;

/** What is on the screen when a command has ended, of a terminal that is narrow or wide. */
class ScreensTest {
  private static final Pattern LONG_WORD = Pattern.compile("\\S{60,}");

  private static PostgresServer server;
  private static @TempDir Path folder;
  private static final Map<String, String> ENVIRONMENT = new HashMap<>();

  @BeforeAll
  static void makeBackups() throws SQLException {
    server = PostgresServer.start();
    server.createDatabase("screens");
    try (Connection connection = server.connect("screens")) {
      SampleCatalog.create(connection, "nessie", CatalogShape.small());
    }
    ENVIRONMENT.put("NESSIE_BACKUP_VAULT", folder.resolve("vault").toString());
    ENVIRONMENT.put("XDG_CONFIG_HOME", folder.resolve("keys").toString());
    ENVIRONMENT.put("NESSIE_BACKUP_JDBC_URL", server.jdbcUrl("screens"));
    ENVIRONMENT.put("NESSIE_BACKUP_USER", server.user());
    ENVIRONMENT.put("NESSIE_BACKUP_TERMINALS", "012");
    ENVIRONMENT.put("TERM", "xterm-256color");
    screen(80, "", "init");
    screen(80, "", "backup");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** Both streams go to one terminal, as they do where a person looks. */
  private static Screen screen(int columns, String typed, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.put("COLUMNS", String.valueOf(columns));
    Main.run(
        both,
        both,
        environment,
        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
        arguments);
    String output = bytes.toString(StandardCharsets.UTF_8);
    // A person's Return is shown by the terminal.
    return Screen.of(output.replace("to go on: ", "to go on: " + typed), columns);
  }

  /** Lines wrap for no other reason than a word that must stay whole. */
  private static List<String> clean(Screen screen) {
    assertThat(screen.wrapped()).allMatch(line -> LONG_WORD.matcher(line).find());
    assertThat(screen.lines())
        .noneMatch(line -> line.contains("[#") || line.contains("--]") || line.endsWith("…"));
    return screen.lines();
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 200})
  void backup(int columns) {
    List<String> lines = clean(screen(columns, "", "backup"));
    assertThat(lines.getFirst()).matches("backup 2\\d{7}T\\d{6}Z-\\w{4}");
    assertThat(lines).hasSizeBetween(9, 12).element(1).asString().startsWith("  type        ");
    assertThat(lines.getLast()).startsWith("  time ");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 200})
  void restoreShowsItsPlanAndAsks(int columns) {
    List<String> refused = clean(screen(columns, "no\n", "restore", "latest"));
    assertThat(refused.getFirst()).startsWith("plan: restore backup 2");
    assertThat(String.join(" ", refused)).contains("as planned? Type \"yes\" to go on: no error:");
    assertThat(refused.getLast()).isEqualTo("error: not confirmed; nothing was changed");

    List<String> done = clean(screen(columns, "yes\n", "restore", "latest"));
    int answered = indexOf(done, "to go on: yes");
    assertThat(done.get(answered + 1)).startsWith("restored backup 2");
    assertThat(screen(columns, "", "undo").lines().getFirst()).startsWith("brought the former");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 200})
  void verify(int columns) {
    List<String> lines = clean(screen(columns, "", "verify", "latest"));
    assertThat(lines).isNotEmpty().allMatch(line -> line.startsWith("ok       2"));
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 200})
  void drill(int columns) {
    List<String> lines =
        clean(screen(columns, "", "drill", "--target-jdbc-url", server.jdbcUrl("screens")));
    assertThat(lines.getFirst()).startsWith("PASSED: restore of backup 2");
    assertThat(lines.get(indexOf(lines, "  restore     proven"))).hasSizeLessThanOrEqualTo(columns);
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 200})
  void list(int columns) {
    List<String> lines = clean(screen(columns, "", "list"));
    assertThat(lines.getFirst()).startsWith("ID ").contains("AGE", "TYPE", "STORED", "VERIFIED");
    assertThat(lines.get(1)).startsWith("2");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 200})
  void check(int columns) {
    List<String> lines = clean(screen(columns, "", "check"));
    assertThat(lines.getFirst()).startsWith("ok    connection ");
    assertThat(lines.getLast()).matches("\\d+ of \\d+ ok");
    assertThat(lines).allMatch(line -> line.matches("(ok  |warn|    |\\d+ ).*"));
  }

  @Test
  void anErrorTakesThePlaceOfTheBar() {
    List<String> lines = clean(screen(80, "", "restore", "20200101T000000Z-0000"));
    assertThat(lines.getFirst()).startsWith("error: ");
  }

  /** Here the program has to ask how wide it is, and no test reads what only a pipe has. */
  @Test
  void aRealTerminalIsAskedHowWideItIs() throws Exception {
    String java =
        "'%s' --enable-native-access=ALL-UNNAMED -cp '%s' org.nessiebackup.cli.Main verify latest"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qec", "stty cols 70; exec " + java, "/dev/null")
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.equals("COLUMNS"));
    builder.environment().putAll(ENVIRONMENT);
    Process script = builder.start();
    String output =
        new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replace("\r\n", "\n");
    assertThat(script.waitFor()).isZero();
    assertThat(output).contains("reading stored bytes  [");
    Screen screen = Screen.of(output, 70);
    // Java has its own to say, of libraries that are on a class path of tests only.
    assertThat(screen.wrapped()).noneMatch(line -> line.contains("[#") || line.startsWith("ok"));
    assertThat(screen.lines()).anyMatch(line -> line.startsWith("ok       2"));
  }

  private static int indexOf(List<String> lines, String part) {
    for (int at = 0; at < lines.size(); at++) {
      if (lines.get(at).contains(part)) {
        return at;
      }
    }
    throw new AssertionError("\"" + part + "\" is not in " + lines);
  }
}
