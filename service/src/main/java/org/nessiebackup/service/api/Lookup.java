package org.nessiebackup.service.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandKind;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.CommandRunner;
import tools.jackson.databind.node.ObjectNode;

/**
 * Commands that only look, executed while somebody waits for the answer: few at a time, and none
 * for long, so that nobody keeps a service busy by asking.
 */
final class Lookup {
  private static final int AT_ONCE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Semaphore permits = new Semaphore(AT_ONCE, true);
  private final Fleet fleet;
  private final CommandRunner runner;

  Lookup(Fleet fleet, CommandRunner runner) {
    this.fleet = fleet;
    this.runner = runner;
  }

  /**
   * What a command says about a catalog; findings are part of it, and no error.
   *
   * @throws BackupException what the command failed with, or that there is no time for it
   */
  ObjectNode summary(String catalog, List<String> words) {
    Command command = fleet.command(catalog, words);
    CommandResult result = executed(command);
    return result.summary().orElseThrow(() -> error(command, result));
  }

  private CommandResult executed(Command command) {
    try {
      if (!permits.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw Failure.INTERRUPTED.exception(
            "too many questions are being answered already", "Ask again in a moment.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    }
    Cancellation cancellation = new Cancellation();
    CountDownLatch over = new CountDownLatch(1);
    Thread.ofVirtual().start(() -> limit(cancellation, over));
    try {
      return runner.run(command, CommandKind.placeOf(command), unheard -> {}, cancellation);
    } finally {
      over.countDown();
      permits.release();
    }
  }

  private static void limit(Cancellation cancellation, CountDownLatch over) {
    try {
      if (!over.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        cancellation.request();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static BackupException error(Command command, CommandResult result) {
    ObjectNode error =
        result
            .error()
            .orElseThrow(
                () -> Failure.INTERNAL.exception("\"%s\" said nothing".formatted(command.line())));
    Failure failure =
        Arrays.stream(Failure.values())
            .filter(each -> each.label().equals(error.path("code").asString("")))
            .findFirst()
            .orElse(Failure.INTERNAL);
    String hint = error.path("hint").asString("");
    return failure.exception(
        error.path("message").asString(""),
        switch (failure) {
          case KEY_MISSING ->
              "Run it where the identity is: " + byHand(command) + " --identity FILE";
          case INTERRUPTED -> "It takes long; run it yourself: " + byHand(command);
          default -> hint.isEmpty() ? null : hint;
        });
  }

  private static String byHand(Command command) {
    return "nessie-backup " + command.line();
  }
}
