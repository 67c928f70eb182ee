package org.nessiebackup.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.service.run.CommandResult;
import tools.jackson.databind.node.ObjectNode;

class ChildProcessTest {
  @Test
  void programThatIsNotThereAnyMoreIsSaidAsTheErrorOfTheCommand(@TempDir Path folder) {
    String gone = folder.resolve("nessie-backup").toString();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Invocation invocation =
        new Invocation(
            new Streams(nowhere, nowhere, InputStream.nullInputStream()),
            Map.of(ChildProcess.LAUNCHER, gone),
            Clock.systemUTC(),
            new Cancellation());
    List<ObjectNode> heard = new ArrayList<>();

    CommandResult result =
        new ChildProcess(invocation)
            .run(List.of("drill"), Map.of(), new ResultLines(heard::add), new Cancellation());

    assertThat(result.status()).isEqualTo(Failure.INTERNAL.exitCode());
    assertThat(result.error().orElseThrow().path("message").asString())
        .isEqualTo("cannot start \"%s\"".formatted(gone));
    assertThat(heard).containsExactly(result.error().orElseThrow());
  }
}
