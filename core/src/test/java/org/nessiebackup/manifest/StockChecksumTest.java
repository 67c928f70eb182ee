package org.nessiebackup.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.testing.StockProgram;

/** The shell commands of the specification check a document. */
class StockChecksumTest {
  private static final Pattern COMMANDS = Pattern.compile("```sh\n(hash=.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void commandsOfTheSpecificationAcceptAWholeDocument() throws Exception {
    List<String> hashes = check(Documents.write(SampleManifests.rich()));

    assertThat(hashes).hasSize(2);
    assertThat(hashes.get(0)).isEqualTo(hashes.get(1));
  }

  @Test
  void commandsOfTheSpecificationNoticeAChange() throws Exception {
    byte[] changed = Documents.write(SampleManifests.rich());
    changed[changed.length - 1] = ' ';
    List<String> hashes = check(changed);

    assertThat(hashes).hasSize(2);
    assertThat(hashes.get(0)).isNotEqualTo(hashes.get(1));
  }

  private List<String> check(byte[] manifest) throws IOException, InterruptedException {
    StockProgram shell = StockProgram.require("sh");
    StockProgram.require("sha256sum");
    StockProgram.require("sed");
    Files.write(folder.resolve("manifest.json"), manifest);
    Matcher commands = COMMANDS.matcher(Files.readString(Path.of("../docs/format.md")));
    assertThat(commands.find()).isTrue();
    String text =
        shell
            .run(("cd '" + folder + "'\n" + commands.group(1)).getBytes(StandardCharsets.UTF_8))
            .succeeded()
            .text();
    return text.lines().map(line -> line.split(" ", -1)[0]).toList();
  }
}
