package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that the documents show are taken as they stand there. */
class DocumentedSettingsTest {
  private static final Pattern SETTINGS = Pattern.compile("(?ms)^```toml\n(.*?)^```");

  private @TempDir Path folder;

  @Test
  void everyNameInThemIsOne() throws IOException {
    int found = 0;
    for (Path document : DocumentedCommandsTest.documents()) {
      for (String settings : settings(document)) {
        CommandResult result = run(settings, "config", "show");
        assertThat(result.exitCode()).as("%s: %s", document, result).isZero();
        found++;
      }
    }
    assertThat(found).isGreaterThan(5);
  }

  /** All is read before it is seen that the service would listen to everybody. */
  @Test
  void aServiceStartsWithThoseOfItsPage() throws IOException {
    Path page = Installation.home().resolve("docs/service.md");
    CommandResult result = run(settings(page).getFirst(), "serve", "--listen", "0.0.0.0:8080");
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
    assertThat(result.err()).contains("without authentication whoever reaches");
  }

  private CommandResult run(String settings, String... words) throws IOException {
    Path file = Files.writeString(folder.resolve("config.toml"), settings);
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--config", file.toString()));
    return new CommandRunner(Map.of()).run(all.toArray(String[]::new));
  }

  private static List<String> settings(Path document) throws IOException {
    return SETTINGS
        .matcher(Files.readString(document))
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
