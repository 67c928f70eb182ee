package org.nessiebackup.acceptance.service;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.nessiebackup.cli.Main;

/** {@code nessie-backup serve} at work in this process, on a port of its own. */
final class RunningService implements AutoCloseable {
  private static final String LISTENING = "Listening on ";
  private static final long LIMIT_SECONDS = 60;

  private final Thread thread;
  private final String address;

  private RunningService(Thread thread, String address) {
    this.thread = thread;
    this.address = address;
  }

  /** Starts it, and waits until it listens. */
  static RunningService start(Map<String, String> environment, String... arguments) {
    CompletableFuture<String> address = new CompletableFuture<>();
    List<String> words = new ArrayList<>(List.of("serve", "--listen", "127.0.0.1:0"));
    words.addAll(List.of(arguments));
    Lines said = new Lines(address);
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("serve")
            .start(
                () -> {
                  int status =
                      Main.run(
                          new PrintStream(OutputStream.nullOutputStream()),
                          err,
                          environment,
                          InputStream.nullInputStream(),
                          words.toArray(String[]::new));
                  address.completeExceptionally(
                      new AssertionError("it has ended with %d: %s".formatted(status, said)));
                });
    try {
      return new RunningService(thread, address.get(LIMIT_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the service does not listen: " + said, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The start of its URLs. */
  String address() {
    return address;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What it says, until it says where it listens. */
  private static final class Lines extends OutputStream {
    private final StringBuilder said = new StringBuilder();
    private final CompletableFuture<String> address;

    Lines(CompletableFuture<String> address) {
      this.address = address;
    }

    @Override
    public synchronized void write(int letter) {
      said.append((char) letter);
      int at = said.indexOf(LISTENING);
      if (letter == '\n' && at >= 0) {
        int begin = at + LISTENING.length();
        address.complete(said.substring(begin, said.indexOf("\n", begin)).strip());
      }
    }

    @Override
    public synchronized String toString() {
      return said.toString();
    }
  }
}
