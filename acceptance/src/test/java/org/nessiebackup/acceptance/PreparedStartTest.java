package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As an image has it: Java refuses to start with a cache that its memory has no room for. */
class PreparedStartTest {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("list", "--nonsense"),
          List.of("journal", "run", "--nonsense"),
          List.of("serve", "--nonsense"));

  private @TempDir Path folder;

  @Test
  void whatStaysAndWhatEndsBothStartWithIt() throws IOException {
    Map<String, String> environment =
        Map.of("NESSIE_BACKUP_CACHE", folder.resolve("cache").toString());
    assertThat(run(environment, List.of("warm-up")).done().out()).contains("made ");

    Path small = Files.createDirectories(folder.resolve("small"));
    Files.writeString(small.resolve("memory.max"), "134217728\n");
    Map<String, String> little = new HashMap<>(environment);
    little.put("NESSIE_BACKUP_CGROUPS", small.toString());
    for (List<String> words : COMMANDS) {
      refuses(environment, words);
      refuses(little, words);
    }
  }

  /** The program does, and not Java. */
  private static void refuses(Map<String, String> environment, List<String> words) {
    assertThat(run(environment, words).exited(2).err()).contains("--nonsense");
  }

  private static CommandResult run(Map<String, String> environment, List<String> words) {
    try (LaunchedCommand command = LaunchedCommand.start(environment, words, line -> {})) {
      return command.result();
    }
  }
}
