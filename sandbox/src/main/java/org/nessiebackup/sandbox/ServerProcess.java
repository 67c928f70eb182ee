package org.nessiebackup.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running {@code postgres}, a child of this process. */
record ServerProcess(ServerFolder folder, Process process, Thread watcher) {
  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 20;

  /**
   * Starts the server and waits until it takes connections.
   *
   * @throws IllegalStateException with the server's log if it doesn't
   */
  static ServerProcess start(ServerFolder folder, Path programs, int port) throws IOException {
    folder.forgetProcess();
    List<String> command =
        folder
            .account()
            .command(
                List.of(
                    programs.resolve("bin/postgres").toString(),
                    "-D",
                    folder.data().toString(),
                    "-p",
                    String.valueOf(port)));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    ServerProcess server = launch(folder, builder);
    try {
      server.awaitReady();
    } catch (IOException | RuntimeException failure) {
      server.kill();
      throw failure;
    }
    return server;
  }

  /**
   * The kernel stops the server when the thread that started it ends. So that thread is one that
   * lives as long as the server does.
   */
  private static ServerProcess launch(ServerFolder folder, ProcessBuilder builder)
      throws IOException {
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread watcher =
        Thread.ofPlatform()
            .daemon()
            .name("postgres in " + folder.root().getFileName())
            .start(() -> watch(builder, started));
    try {
      return new ServerProcess(folder, started.join(), watcher);
    } catch (CompletionException failure) {
      throw new IOException("The server can't be started", failure.getCause());
    }
  }

  private static void watch(ProcessBuilder builder, CompletableFuture<Process> started) {
    try {
      Process process = builder.start();
      started.complete(process);
      process.waitFor();
    } catch (IOException | RuntimeException failure) {
      started.completeExceptionally(failure);
    } catch (InterruptedException interrupt) {
      // Nobody but the end of the virtual machine interrupts this thread.
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!folder.isReady()) {
      if (ended(10, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "The server ended with %d at its start. It logged:%n%s"
                .formatted(process.exitValue(), folder.logged()));
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "The server isn't ready after %d s. It logged:%n%s"
                .formatted(START_SECONDS, folder.logged()));
      }
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The number of the server's main process. */
  long id() {
    return main().pid();
  }

  /** Ends all sessions and the server in good order; kills it if that takes more than 20 s. */
  void stop() {
    if (process.isAlive()) {
      // Java can't send the signal for that by itself.
      ServerProgram.run(
          List.of("/bin/sh", "-c", "kill -INT " + main().pid() + " || true"), Path.of("/"));
      if (!ended(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    }
    awaitWatch();
  }

  /** SIGKILL to the server and all its helpers at once, as a crash would do it. */
  void kill() {
    ProcessHandle main = main();
    List<ProcessHandle> all = new ArrayList<>();
    all.add(main);
    main.descendants().forEach(all::add);
    all.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    // A helper that lives on would keep the memory that the next server wants.
    for (ProcessHandle one : all) {
      try {
        one.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException failure) {
        throw new IllegalStateException("Process %d doesn't end".formatted(one.pid()), failure);
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    awaitWatch();
  }

  /** The server itself; {@code process} may be a program that runs it under another account. */
  private ProcessHandle main() {
    try {
      return folder
          .process()
          .flatMap(ProcessHandle::of)
          .filter(handle -> handle.pid() == process.pid() || isDescendant(handle))
          .orElse(process.toHandle());
    } catch (IOException unreadable) {
      return process.toHandle();
    }
  }

  private boolean isDescendant(ProcessHandle handle) {
    return process.descendants().anyMatch(handle::equals);
  }

  private boolean ended(long time, TimeUnit unit) {
    try {
      return process.waitFor(time, unit);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the server", interrupt);
    }
  }

  private void awaitWatch() {
    try {
      watcher.join();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }
}
