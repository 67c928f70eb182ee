package org.nessiebackup.cli.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.nessiebackup.Cancellation;

/** Reads what a person types. */
final class Prompt {
  private Prompt() {}

  /**
   * Waits for a line; there is none at the end of the input.
   *
   * <p>A read from a terminal cannot be interrupted, so another thread does it, which is left
   * behind when the request to stop comes first; it does not keep the process alive.
   *
   * @param unended run when nobody has ended the line that asks
   */
  static Optional<String> readLine(InputStream in, Cancellation cancellation, Runnable unended) {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("answer").start(() -> read(in, answer));
    Cancellation.Registration stop =
        cancellation.onRequest(() -> answer.completeExceptionally(Cancellation.interrupted(null)));
    try {
      Optional<String> line = answer.join();
      if (line.isEmpty()) {
        unended.run();
      }
      return line;
    } catch (CompletionException e) {
      unended.run();
      throw Cancellation.interrupted(e);
    } finally {
      stop.close();
    }
  }

  private static void read(InputStream in, CompletableFuture<Optional<String>> answer) {
    try {
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      answer.complete(Optional.ofNullable(reader.readLine()));
    } catch (IOException e) {
      answer.complete(Optional.empty());
    }
  }
}
