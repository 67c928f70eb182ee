package org.nessiebackup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BufferedSocketTest {
  private ServerSocket listener;
  private BufferedSocket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    client = new BufferedSocket();
    client.connect(listener.getLocalSocketAddress());
    server = listener.accept();
  }

  @AfterEach
  void disconnect() throws IOException {
    server.close();
    client.close();
    listener.close();
  }

  @Test
  void whatHasArrivedIsGivenWithoutWaitingForMore() throws IOException {
    server.getOutputStream().write(new byte[] {1, 2, 3, 4, 5});
    InputStream input = client.getInputStream();
    assertThat(input.read()).isEqualTo(1);
    byte[] target = new byte[100];
    assertThat(input.read(target, 10, 2)).isEqualTo(2);
    assertThat(target[10]).isEqualTo((byte) 2);
    assertThat(input.available()).isEqualTo(2);
    assertThat(input.read(target, 0, 100)).isEqualTo(2);
    assertThat(input.read(target, 0, 0)).isZero();
    assertThat(client.getInputStream()).isSameAs(input);
  }

  @Test
  void nothingIsLostWhenAReadWaitsTooLong() throws IOException {
    client.setSoTimeout(1);
    InputStream input = client.getInputStream();
    assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
    server.getOutputStream().write(7);
    client.setSoTimeout(30_000);
    assertThat(input.read()).isEqualTo(7);
  }

  @Test
  void whatWasReadDoesNotComeBackWhenALaterReadWaitsTooLong() throws IOException {
    InputStream input = client.getInputStream();
    server.getOutputStream().write(new byte[] {1, 2, 3});
    assertThat(input.readNBytes(3)).containsExactly(1, 2, 3);
    client.setSoTimeout(1);
    assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
    assertThat(client.await(1)).isFalse();
    server.getOutputStream().write(7);
    client.setSoTimeout(30_000);
    assertThat(input.read()).isEqualTo(7);
    assertThat(input.available()).isZero();
  }

  @Test
  void whoWaitsTakesNothingAwayAndKeepsTheLimitOfWhoReads() throws IOException {
    client.setSoTimeout(30_000);
    assertThat(client.received()).isZero();
    assertThat(client.await(1)).isFalse();
    server.getOutputStream().write(new byte[] {1, 2});

    assertThat(client.await(30_000)).isTrue();
    assertThat(client.await(30_000)).isTrue();

    assertThat(client.getSoTimeout()).isEqualTo(30_000);
    assertThat(client.received()).isEqualTo(2);
    assertThat(client.taken()).isZero();
    assertThat(client.ended()).isFalse();
    assertThat(client.getInputStream().readNBytes(2)).containsExactly(1, 2);
    assertThat(client.taken()).isEqualTo(2);
    server.close();
    assertThat(client.await(30_000)).isTrue();
    assertThat(client.ended()).isTrue();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void whatHasArrivedIsTakenInWithoutWaitingAndOnlyOnceAllBeforeIsTaken() throws IOException {
    InputStream input = client.getInputStream();
    assertThat(client.takeIn()).isFalse();
    server.getOutputStream().write(new byte[] {1, 2});
    while (input.available() < 2) {
      LockSupport.parkNanos(1_000_000);
    }

    assertThat(client.received()).isZero();
    assertThat(client.takeIn()).isTrue();
    assertThat(client.received()).isEqualTo(2);
    assertThat(client.takeIn()).isFalse();
    assertThat(input.readNBytes(2)).containsExactly(1, 2);
    server.close();
    assertThat(client.takeIn()).isFalse();
    assertThat(client.ended()).isFalse();
  }

  @Test
  void manyBytesArriveAsTheyWereSentAndThenTheEnd() throws Exception {
    byte[] sent = new byte[300_000];
    new Random(1).nextBytes(sent);
    Thread sender =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (Socket socket = server) {
                    socket.getOutputStream().write(sent);
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    InputStream input = client.getInputStream();
    byte[] first = input.readNBytes(100_000);
    input.skipNBytes(50_000);
    byte[] rest = input.readAllBytes();
    sender.join();
    assertThat(first).isEqualTo(Arrays.copyOf(sent, 100_000));
    assertThat(rest).isEqualTo(Arrays.copyOfRange(sent, 150_000, 300_000));
    assertThat(input.read()).isEqualTo(-1);
    assertThat(input.read(new byte[3])).isEqualTo(-1);
  }

  @Test
  void whoSkipsBytesThatNeverComeIsNotLeftToTryForEver() throws IOException {
    server.getOutputStream().write(new byte[2]);
    server.close();
    InputStream input = client.getInputStream();
    assertThat(input.skip(0)).isZero();
    assertThat(input.skip(5)).isEqualTo(2);
    assertThatThrownBy(() -> input.skip(3)).isInstanceOf(EOFException.class);
  }
}
