package org.nessiebackup.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.LogFormat;
import org.nessiebackup.cli.console.OutputFormat;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.cli.console.Verbosity;

class VaultPlaceOptionTest {
  @Test
  void vaultThatIsOpenedAgainAndAgainHasOneStore(@TempDir Path folder) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Invocation invocation =
        new Invocation(
            new Streams(nowhere, nowhere, InputStream.nullInputStream()),
            Map.of(),
            Clock.systemUTC(),
            new Cancellation());
    Console console =
        Console.of(
            invocation,
            new Console.Form(
                OutputFormat.TEXT, false, LogFormat.TEXT, Verbosity.NORMAL, "serve", view -> {}));
    VaultPlaceOption option = new VaultPlaceOption();
    option.vault = folder.toString();

    assertThat(option.store(invocation, console)).isSameAs(option.store(invocation, console));
  }
}
