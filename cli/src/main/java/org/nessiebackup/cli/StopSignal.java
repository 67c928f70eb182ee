package org.nessiebackup.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;

/**
 * Ends the process in good order when SIGINT, SIGTERM or SIGHUP comes: the command is asked to
 * stop, and gets some time to clean up behind itself.
 */
final class StopSignal {
  private static final int CLEAN_UP_SECONDS = 30;

  private final Cancellation cancellation;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int status = Failure.INTERRUPTED.exitCode();

  private StopSignal(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  static StopSignal listen(Cancellation cancellation) {
    StopSignal signal = new StopSignal(cancellation);
    Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "stop"));
    return signal;
  }

  /**
   * Takes the end of an input for such a signal: that of whoever has started this process, and is
   * gone.
   */
  void followInput(InputStream in) {
    Thread.ofPlatform()
        .daemon()
        .name("input")
        .start(
            () -> {
              try {
                while (in.read() >= 0) {
                  // Nobody says anything.
                }
              } catch (IOException e) {
                // As good as its end.
              }
              System.exit(status);
            });
  }

  /** Ends the process with the status of a command that has ended. */
  void exit(int commandStatus) {
    status = commandStatus;
    ended.countDown();
    System.exit(commandStatus);
  }

  /**
   * Runs in the end of the process, whatever its reason. After a signal Java would report the
   * signal as the status; the command knows better. By then the command has closed all that it
   * opened, so nothing is lost by ending at once.
   */
  private void stop() {
    if (ended.getCount() == 0) {
      return;
    }
    cancellation.request();
    try {
      if (!ended.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("error: the clean-up takes too long; ending without it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status);
  }
}
