package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped program, asked to stop at many places: it cleans up and says 130. */
class InterruptedProcessTest {
  private static final int INTERRUPTED = 130;

  private static @TempDir Path folder;
  private static CrashScene scene;

  @BeforeAll
  static void setScene() {
    scene = CrashScene.set(folder);
  }

  @AfterAll
  static void close() {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void interruptedBackupLeavesNothing(String signal) {
    assumeHeard(signal);
    long bytes = scene.bytesOf(() -> scene.withEmptyVault(folder).run("backup").done());
    int heard = 0;
    for (long place : List.of(1000L, bytes / 2)) {
      CommandRunner commands = scene.withEmptyVault(folder);
      CommandResult result = signalled(signal, place, commands, "backup");
      String what = "SIG%s at byte %d of %d: %s".formatted(signal, place, bytes, result);
      if (result.exitCode() == INTERRUPTED) {
        heard++;
        assertThat(commands.run("list", "--json").done().summary().get("backups")).isEmpty();
      }
      scene.assertSoundAfterBackup(what, commands);
    }
    assertThat(heard).as("signals that were heard").isPositive();
  }

  @Test
  void stoppedBackupIsToldOf() throws IOException {
    Path file = folder.resolve("told.prom");
    Path lastWords = Files.createFile(folder.resolve("termination-log"));
    List<String> pings = Collections.synchronizedList(new ArrayList<>());
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          pings.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    try {
      CommandRunner commands =
          scene
              .withEmptyVault(folder)
              .with("NESSIE_BACKUP_METRICS_FILE", file.toString())
              .with("NESSIE_BACKUP_TERMINATION_LOG", lastWords.toString())
              .with(
                  "NESSIE_BACKUP_HEARTBEAT",
                  "http://127.0.0.1:%d/ping".formatted(receiver.getAddress().getPort()));
      CommandResult result = signalled("TERM", 1000, commands, "backup");

      assertThat(result.exitCode()).as(result.toString()).isEqualTo(INTERRUPTED);
      assertThat(Files.readString(file)).contains("failures_total{code=\"interrupted\"");
      assertThat(Files.readString(lastWords)).contains("\"code\":\"interrupted\"");
      assertThat(pings).contains("/ping/fail").doesNotContain("/ping");
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void interruptedRestoreCleansUpAtOnce() {
    assertRestoresCleanUp("TERM");
  }

  @Tag("thorough")
  @Test
  void restoreThatIsInterruptedAtTheKeyboardCleansUpAtOnce() {
    assumeHeard("INT");
    assertRestoresCleanUp("INT");
  }

  private static void assertRestoresCleanUp(String signal) {
    String[] restore = {"restore", "latest", "--yes"};
    List<String> first = scene.wreck();
    long bytes = scene.bytesOf(() -> scene.commands().run(restore).done());
    scene.assertOldOrNewAfterRestore("undisturbed", first);
    int heard = 0;
    for (long place : List.of(2000L, bytes / 4, bytes * 3 / 4, bytes - 1500)) {
      List<String> old = scene.wreck();
      CommandResult result = signalled(signal, place, scene.commands(), restore);
      String what = "SIG%s at byte %d of %d: %s".formatted(signal, place, bytes, result);
      assertThat(scene.database().stagingSchemas()).as(what).isEmpty();
      assertThat(scene.database().fingerprint())
          .as(what)
          .isEqualTo(result.exitCode() == 0 ? scene.whole() : old);
      scene.assertOldOrNewAfterRestore(what, old);
      heard += result.exitCode() == INTERRUPTED ? 1 : 0;
    }
    assertThat(heard).as("signals that were heard").isPositive();
  }

  /** A command that has finished before it heard of the signal says so. */
  private static CommandResult signalled(
      String signal, long place, CommandRunner commands, String... arguments) {
    CompletableFuture<LaunchedCommand> launched = new CompletableFuture<>();
    scene.proxy().reset();
    scene.proxy().after(place, () -> launched.join().signal(signal));
    try (LaunchedCommand command = commands.launch(arguments)) {
      launched.complete(command);
      CommandResult result = command.result().withoutDefect();
      assertThat(result.exitCode()).as(result.toString()).isIn(0, INTERRUPTED);
      return result;
    }
  }

  /** A shell that starts a build in the background makes all of its children deaf to SIGINT. */
  private static void assumeHeard(String signal) {
    Path status = Path.of("/proc/self/status");
    if (signal.equals("INT") && Files.exists(status)) {
      try {
        String ignored =
            Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0");
        long signals = Long.parseUnsignedLong(ignored.substring(7).strip(), 16);
        assumeFalse((signals & 2) != 0, "SIGINT is ignored by this process and its children");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
