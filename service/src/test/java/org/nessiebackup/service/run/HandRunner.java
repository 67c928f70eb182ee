package org.nessiebackup.service.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Executes nothing: a test says what comes of each command, and when. */
public final class HandRunner implements CommandRunner {
  private final BlockingQueue<Work> begun = new LinkedBlockingQueue<>();

  /** A command that is at work until a test ends it. */
  public static final class Work {
    private final Command command;
    private final Consumer<ObjectNode> messages;
    private final CompletableFuture<CommandResult> end = new CompletableFuture<>();

    Work(Command command, Consumer<ObjectNode> messages, Cancellation cancellation) {
      this.command = command;
      this.messages = messages;
      cancellation.onRequest(() -> fail(Failure.INTERRUPTED, "interrupted"));
    }

    /** What is executed. */
    public Command command() {
      return command;
    }

    /** Says something. */
    public void say(ObjectNode message) {
      messages.accept(message);
    }

    /** Ends well. */
    public void succeed() {
      end.complete(
          new CommandResult(
              0, Optional.of(document("summary").put("elapsed_seconds", 1)), Optional.empty()));
    }

    /** Ends otherwise. */
    public void fail(Failure failure, String message) {
      ObjectNode error = document("error").put("code", failure.label()).put("message", message);
      end.complete(new CommandResult(failure.exitCode(), Optional.empty(), Optional.of(error)));
    }
  }

  /** A document of a command. */
  public static ObjectNode document(String type) {
    return JsonNodeFactory.instance.objectNode().put("message_type", type);
  }

  @Override
  public CommandResult run(
      Command command, Place place, Consumer<ObjectNode> messages, Cancellation cancellation) {
    Work work = new Work(command, messages, cancellation);
    begun.add(work);
    return work.end.join();
  }

  /** The next command that begins. */
  public Work next() {
    try {
      Work work = begun.poll(30, TimeUnit.SECONDS);
      assertThat(work).as("a command that begins").isNotNull();
      return work;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Whether any other has begun. */
  public boolean idle() {
    return begun.isEmpty();
  }
}
