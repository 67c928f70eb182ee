package org.nessiebackup.cli.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.cli.Main;

/** A rehearsal that fails half-way would go unnoticed, and make every backup slower. */
class WarmupScenarioTest {
  private @TempDir Path folder;

  @Test
  void everyCommandSucceedsAndOneBackupIsIncremental() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

    // It throws when a command fails.
    new WarmupScenario(
            folder,
            (environment, arguments) ->
                Main.run(out, out, environment, InputStream.nullInputStream(), arguments))
        .run();

    assertThat(said.toString(StandardCharsets.UTF_8)).contains("\"type\":\"incremental\"");
  }
}
