package org.nessiebackup.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;

@Timeout(30)
class StandardInputTest {
  @Test
  void allBytesArriveInOrder() throws IOException {
    byte[] bytes = new byte[1_000_003];
    new Random(1).nextBytes(bytes);
    try (InputStream in = new StandardInput(new ByteArrayInputStream(bytes), new Cancellation())) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aRequestToStopEndsAReadThatWaits() throws IOException {
    Cancellation cancellation = new Cancellation();
    try (PipedOutputStream silent = new PipedOutputStream();
        PipedInputStream pipe = new PipedInputStream(silent);
        InputStream in = new StandardInput(pipe, cancellation)) {
      Thread.ofPlatform().start(cancellation::request);
      assertThatThrownBy(in::read).isInstanceOf(BackupException.class);
      silent.write(1);
    }
  }

  @Test
  void aFailureOfTheStreamIsPassedOn() throws IOException {
    try (PipedInputStream unconnected = new PipedInputStream();
        InputStream in = new StandardInput(unconnected, new Cancellation())) {
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("Pipe not connected");
    }
  }
}
