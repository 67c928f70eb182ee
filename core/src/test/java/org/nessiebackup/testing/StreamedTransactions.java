package org.nessiebackup.testing;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.pgoutput.Message;
import org.nessiebackup.pgoutput.MessageReader;
import org.nessiebackup.postgres.ReplicationStream;

/** What a stream says, one whole transaction after the other. */
public final class StreamedTransactions {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ReplicationStream stream;

  /** Reads nothing yet. */
  public StreamedTransactions(ReplicationStream stream) {
    this.stream = stream;
  }

  /** The next message. */
  public Message message() {
    Optional<ByteBuffer> bytes = stream.next(PATIENCE);
    return MessageReader.read(
        bytes.orElseThrow(() -> new AssertionError("nothing came in " + PATIENCE)));
  }

  /** From a Begin to its Commit. */
  public List<Message> next() {
    List<Message> messages = new ArrayList<>();
    messages.add(message());
    if (!(messages.getFirst() instanceof Message.Begin)) {
      throw new AssertionError("a transaction begins with " + messages);
    }
    while (!(messages.getLast() instanceof Message.Commit)) {
      messages.add(message());
    }
    return messages;
  }

  /** The changes of the next transaction, without its edges and what explains tables. */
  public List<Message> changes() {
    return next().stream()
        .filter(
            each ->
                switch (each) {
                  case Message.Insert insert -> true;
                  case Message.Update update -> true;
                  case Message.Delete delete -> true;
                  case Message.Truncate truncate -> true;
                  case Message.LogicalMessage message -> true;
                  case Message.Begin edge -> false;
                  case Message.Commit edge -> false;
                  case Message.Origin origin -> false;
                  case Message.Relation relation -> false;
                  case Message.Type type -> false;
                })
        .toList();
  }
}
