package org.nessiebackup.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Cancellation;

class WorkOwnerTest {
  private final PrintStream nowhere =
      new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
  private final Invocation here =
      new Invocation(
          new Streams(nowhere, nowhere, InputStream.nullInputStream()),
          Map.of("HOSTNAME", "here"),
          Clock.systemUTC(),
          new Cancellation());

  private boolean gone(String host, long process) {
    return WorkOwner.isGone("host %s, process %d".formatted(host, process), here);
  }

  private static long ended() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  @Test
  void processOfThisHostThatHasEndedIsGone() throws Exception {
    assertThat(gone("here", ended())).isTrue();
  }

  @Test
  void processThatHadTheNumberOfThisOneIsGone() {
    assertThat(WorkOwner.isGone(WorkOwner.of(here), here)).isTrue();
  }

  @Test
  void processThatIsAliveIsNotGone() {
    assertThat(gone("here", ProcessHandle.current().parent().orElseThrow().pid())).isFalse();
  }

  @Test
  void ofOtherHostsNothingIsKnown() throws Exception {
    assertThat(gone("there", ended())).isFalse();
    assertThat(WorkOwner.isGone("somebody else", here)).isFalse();
  }
}
