package org.nessiebackup.cli.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.nessiebackup.Cancellation;

/** Reads what a person types. */
final class Prompt {
  private Prompt() {}

  /**
   * Waits for a line; the end of the input is an empty one.
   *
   * <p>A read from a terminal cannot be interrupted, so another thread does it, which is left
   * behind when the request to stop comes first; it does not keep the process alive.
   */
  static String readLine(InputStream in, Cancellation cancellation) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("answer").start(() -> read(in, answer));
    Cancellation.Registration stop =
        cancellation.onRequest(() -> answer.completeExceptionally(Cancellation.interrupted(null)));
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw Cancellation.interrupted(e);
    } finally {
      stop.close();
    }
  }

  private static void read(InputStream in, CompletableFuture<String> answer) {
    try {
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      answer.complete(Objects.requireNonNullElse(reader.readLine(), ""));
    } catch (IOException e) {
      answer.complete("");
    }
  }
}
