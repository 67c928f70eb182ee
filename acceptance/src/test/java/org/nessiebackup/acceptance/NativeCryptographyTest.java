package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose code encrypts, as the shipped program starts it. */
class NativeCryptographyTest {
  private @TempDir Path folder;

  @Test
  void ciphersAndDigestsAreNativeCode() {
    assertThat(run(Map.of(), "version").out()).containsPattern("ciphers +Conscrypt");
  }

  @Test
  void whereTheLibraryCannotBeLoadedJavasOwnDoItAll() {
    Map<String, String> noLibrary =
        Map.of(
            // A processor for which nobody has built a library.
            "NESSIE_BACKUP_JAVA_OPTS", "-Dos.arch=none",
            "NESSIE_BACKUP_VAULT", folder.resolve("vault").toString(),
            "XDG_CONFIG_HOME", folder.resolve("keys").toString());

    assertThat(run(noLibrary, "version").out()).containsPattern("ciphers +SUN");
    run(noLibrary, "init").done();
    // Signed by one, and checked by the other.
    Map<String, String> there =
        Map.of(
            "NESSIE_BACKUP_VAULT", folder.resolve("vault").toString(),
            "XDG_CONFIG_HOME", folder.resolve("keys").toString());
    run(there, "key", "list").done();
    run(there, "key", "rotate").done();
    run(noLibrary, "key", "list").done();

    // Native code reads a key that nobody can have; who has mistyped one has to hear of it.
    CommandResult refused = run(there, "list", "--trusted-key", "02" + "0".repeat(62));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("is not a point of the curve");
  }

  private static CommandResult run(Map<String, String> environment, String... arguments) {
    try (LaunchedCommand command =
        LaunchedCommand.start(environment, List.of(arguments), line -> {})) {
      return command.result();
    }
  }
}
