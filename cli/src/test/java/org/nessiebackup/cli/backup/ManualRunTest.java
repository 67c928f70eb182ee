package org.nessiebackup.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;

class ManualRunTest {
  private static boolean manual(Map<String, String> environment) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return ManualRun.is(
        new Invocation(
            new Streams(nowhere, nowhere, InputStream.nullInputStream()),
            environment,
            Clock.systemUTC(),
            new Cancellation()));
  }

  private static boolean job(String name) {
    return manual(Map.of(ManualRun.JOB, name, ManualRun.CRON_JOB, "nessie-backup"));
  }

  @Test
  void jobThatItsScheduleHasStartedIsNoPersons() {
    assertThat(job("nessie-backup-29412345")).isFalse();
    assertThat(job("nessie-backup-check-20261122t020000z")).isFalse();
    assertThat(job("nessie-backup-manual")).isTrue();
    assertThat(job("nessie-backup-1")).isTrue();
    assertThat(job("other-29412345")).isTrue();
  }

  @Test
  void personSitsAtATerminal() {
    assertThat(manual(Map.of())).isFalse();
    assertThat(manual(Map.of(Invocation.TERMINALS, "2"))).isTrue();
    assertThat(manual(Map.of(ManualRun.JOB, "", Invocation.TERMINALS, ""))).isFalse();
  }
}
