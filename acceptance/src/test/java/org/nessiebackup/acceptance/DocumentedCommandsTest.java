package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;

/**
 * Every command that the documents show is run. A block is left out by tagging it {@code text}; a
 * command that has to fail says so with {@code # exit N} behind it.
 */
class DocumentedCommandsTest {
  private static final String EXAMPLE =
      """
      ```sh
      nessie-backup list --vault /backup/nessie
      nessie-backup restore 20261122T020000Z-7f3a \\
        --dry-run
      nessie-backup restore latest   # exit 13
      echo horse | nessie-backup serve --hash-password
      mvn verify
      ```
      ```console
      $ bin/nessie-backup verify --all --quick
      ok  nessie-backup says
      ```
      ```text
      nessie-backup destroy-everything
      ```
      nessie-backup is a word here.
      """;

  private static @TempDir Path folder;
  private static PostgresServer server;
  private static final AtomicInteger SCENES = new AtomicInteger();

  /** What is read first is run as a reader does: by the shell and the launcher, each command. */
  private static final String READ_FIRST = "README.md";

  /** What is read next as well, in the profile "thorough". */
  private static final List<String> READ_NEXT =
      List.of(
          "docs/guide.md",
          "docs/keys.md",
          "docs/restore.md",
          "docs/vaults.md",
          "docs/retention.md",
          "docs/dumps.md");

  @BeforeAll
  static void start() {
    server =
        PostgresServer.start(
            PostgresOptions.defaults()
                .withSetting("wal_level", "logical")
                .withSetting("max_slot_wal_keep_size", "4GB"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void commandsAreFoundInTheBlocksOfTheRightTags() {
    assertThat(DocumentedCommand.in(EXAMPLE))
        .containsExactly(
            new DocumentedCommand(2, "nessie-backup list --vault /backup/nessie", 0),
            new DocumentedCommand(
                3, "nessie-backup restore 20261122T020000Z-7f3a \\\n  --dry-run", 0),
            new DocumentedCommand(5, "nessie-backup restore latest", 13),
            new DocumentedCommand(6, "echo horse | nessie-backup serve --hash-password", 0),
            new DocumentedCommand(10, "bin/nessie-backup verify --all --quick", 0))
        .extracting(DocumentedCommand::operation)
        .containsExactly("list", "restore", "restore", "horse", "verify");
  }

  @Test
  void wordsOfACommandAreFoundWhereNoShellIsNeeded() {
    assertThat(DocumentedCommand.plainWords("nessie-backup restore latest \\\n  --yes   # now"))
        .hasValue(List.of("restore", "latest", "--yes"));
    assertThat(DocumentedCommand.plainWords("bin/nessie-backup copy --to /off.site/nessie"))
        .hasValue(List.of("copy", "--to", "/off.site/nessie"));
    for (String shell :
        List.of(
            "nessie-backup keep latest --reason \"the move\"",
            "nessie-backup key list > keys",
            "nessie-backup export latest | psql",
            "nessie-backup show $BACKUP",
            "nessie-backup copy --to offsite",
            "nessie-backup list --vault=offsite",
            "nessie-backup import old.sql")) {
      assertThat(DocumentedCommand.plainWords(shell)).as(shell).isEqualTo(Optional.empty());
    }
  }

  @Test
  void commandsOfAnExampleRunInTheSceneAsTheirDocumentSays() throws IOException {
    runAll("the example", DocumentedCommand.in(EXAMPLE), command -> false);
  }

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> everyDocumentedCommandWorks() throws IOException {
    Map<DynamicTest, Integer> tests = new LinkedHashMap<>();
    Path first = Installation.home().resolve(READ_FIRST);
    for (Path document : documents()) {
      List<DocumentedCommand> commands = commands(document);
      if (!commands.isEmpty()) {
        String name = Installation.home().relativize(document).toString();
        boolean launched = document.equals(first);
        tests.put(
            DynamicTest.dynamicTest(name, () -> runAll(name, commands, command -> launched)),
            commands.size());
      }
    }
    // The longest one first, so that nobody waits for it in the end.
    return tests.entrySet().stream()
        .sorted(Map.Entry.<DynamicTest, Integer>comparingByValue().reversed())
        .map(Map.Entry::getKey);
  }

  @Test
  @Tag("thorough")
  void everyCommandOfTheGuideWorksByTheLauncher() throws IOException {
    int all = 0;
    for (String page : READ_NEXT) {
      List<DocumentedCommand> commands = commands(Installation.home().resolve(page));
      runAll(page, commands, command -> true);
      all += commands.size();
    }
    assertThat(all).isGreaterThan(60);
  }

  private static List<DocumentedCommand> commands(Path document) throws IOException {
    return DocumentedCommand.in(Files.readString(document)).stream()
        .filter(command -> !command.isDemo() && !command.isForANessie())
        .toList();
  }

  private static void runAll(
      String document, List<DocumentedCommand> commands, Predicate<DocumentedCommand> launched)
      throws IOException {
    int number = SCENES.getAndIncrement();
    Path place = Files.createDirectory(folder.resolve("scene-" + number));
    CatalogDatabase database = CatalogDatabase.create(server, "document_" + number).filled();
    boolean withVault = commands.stream().noneMatch(DocumentedCommand::isInit);
    try (DocumentScene scene = DocumentScene.set(database, place, withVault)) {
      if (commands.stream().anyMatch(DocumentedCommand::isForACluster)) {
        scene.withCluster();
      }
      if (commands.stream().anyMatch(command -> command.text().contains("--files"))) {
        scene.withLake();
      }
      if (commands.stream().anyMatch(command -> command.operation().equals("journal"))) {
        database.execute("ALTER ROLE nessie REPLICATION");
      }
      for (DocumentedCommand command : commands) {
        CommandResult result = launched.test(command) ? scene.launch(command) : scene.run(command);
        assertThat(result.exitCode())
            .as("%s, line %d: %s", document, command.line(), result)
            .isEqualTo(command.exitCode());
      }
    }
  }

  static List<Path> documents() throws IOException {
    Path home = Installation.home();
    List<Path> documents = new ArrayList<>();
    try (Stream<Path> files = Files.list(home)) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    if (Files.isDirectory(home.resolve("docs"))) {
      try (Stream<Path> files = Files.walk(home.resolve("docs"))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    return documents.stream().sorted().toList();
  }
}
