package org.nessiebackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Cleaning up takes nothing of others along: nothing that we ship says CASCADE, or advises it. */
class NothingIsTakenAlongTest {
  private static final Pattern CASCADE = Pattern.compile("\\bcascade\\b", Pattern.CASE_INSENSITIVE);

  @Test
  void noMainSourceSaysCascade() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      List<Path> mains =
          modules.map(each -> each.resolve("src/main")).filter(Files::isDirectory).toList();
      assertThat(mains).hasSizeGreaterThan(5);
      for (Path main : mains) {
        assertThat(saying(main)).isEmpty();
      }
    }
  }

  private static List<Path> saying(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> CASCADE.matcher(text(file)).find())
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
