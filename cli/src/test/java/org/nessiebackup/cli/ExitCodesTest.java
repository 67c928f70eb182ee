package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.Failure;

class ExitCodesTest {
  @ParameterizedTest
  @EnumSource
  void everyFailureIsDocumentedWithItsExitCode(Failure failure) throws IOException {
    String document = Files.readString(Path.of("..", "docs", "exit-codes.md"));
    assertThat(document)
        .contains("\n| `%s` | %d | ".formatted(failure.label(), failure.exitCode()))
        .contains("\n| %d | ".formatted(failure.exitCode()));
  }
}
