package org.nessiebackup.store.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.PartBuffer;
import org.nessiebackup.store.Upload;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An object on its way into a bucket. Keeps one part in memory; what is larger than that is sent in
 * several, which the server puts together at the commit.
 */
final class S3Upload implements Upload {
  private final S3Objects objects;
  private final S3Uploads uploads;
  private final S3Location location;
  private final String name;
  private final Lifetime lifetime;
  private final String id = UUID.randomUUID().toString();
  private final PartBuffer buffer = new PartBuffer();
  private final List<CompletedPart> parts = new ArrayList<>();
  private final OutputStream body = new Body();

  /** The server's name for an object of several parts, once there are several. */
  private Optional<String> handle = Optional.empty();

  /** What is to be there, and for how long. */
  record Target(String name, Lifetime lifetime) {}

  S3Upload(S3Objects objects, S3Uploads uploads, S3Location location, Target target) {
    this.objects = objects;
    this.uploads = uploads;
    this.location = location;
    this.name = target.name();
    this.lifetime = target.lifetime();
  }

  @Override
  public OutputStream body() {
    return body;
  }

  /**
   * Looks first, so that servers without conditional puts keep the first object as well, but for a
   * gap of milliseconds.
   */
  @Override
  public void commit() throws IOException {
    UploadLabel label = label(freeSince());
    if (handle.isPresent()) {
      if (buffer.size() > 0) {
        sendPart(handle.get());
      }
      publish(() -> uploads.complete(name, handle.get(), List.copyOf(parts)));
    } else {
      publish(() -> uploads.put(name, buffer, label));
    }
    handle = Optional.empty();
  }

  /**
   * An error does not prove that nothing happened: the answer may have been lost, and the SDK's
   * second attempt have met our own object. So we look whose it is.
   */
  private void publish(Runnable request) throws IOException {
    try {
      request.run();
    } catch (SdkException e) {
      if (!isOurs(e)) {
        throw new S3Errors(location).translate(e, "cannot publish \"" + name + "\"");
      }
    }
  }

  private boolean isOurs(SdkException why) throws IOException {
    try {
      return switch (objects.state(name)) {
        case ObjectState.Present present -> {
          if (!present.upload().equals(id)) {
            throw exists(why);
          }
          yield true;
        }
        case ObjectState.Missing missing -> {
          if (why instanceof S3Exception answer && ServerAnswer.isTaken(answer)) {
            throw exists(why);
          }
          yield false;
        }
      };
    } catch (ObjectExistsException e) {
      throw e;
    } catch (IOException e) {
      why.addSuppressed(e);
      return false;
    }
  }

  /** The server's time at which nothing had the name. */
  private Instant freeSince() throws IOException {
    return switch (objects.state(name)) {
      case ObjectState.Missing missing -> missing.seenAt();
      case ObjectState.Present other -> throw exists(null);
    };
  }

  private ObjectExistsException exists(Throwable cause) {
    return new ObjectExistsException("\"" + name + "\" exists in " + location, cause);
  }

  private UploadLabel label(Instant now) {
    return new UploadLabel(
        id,
        location
            .keeping()
            .lock()
            .filter(lock -> lifetime == Lifetime.KEPT)
            .map(lock -> now.plus(Duration.ofDays(lock.days()))));
  }

  private void sendPart(String to) throws IOException {
    int number = parts.size() + 1;
    if (number > PartSizes.MOST_PARTS) {
      throw new IOException("\"" + name + "\" is larger than an object in a bucket can be");
    }
    parts.add(
        new S3Errors(location)
            .translated(
                "cannot send part %d of \"%s\"".formatted(number, name),
                () -> uploads.send(name, to, number, buffer)));
    buffer.clear();
  }

  private void sendFullPart() throws IOException {
    if (handle.isEmpty()) {
      UploadLabel label = label(freeSince());
      handle =
          Optional.of(
              new S3Errors(location)
                  .translated("cannot begin \"" + name + "\"", () -> uploads.begin(name, label)));
    }
    sendPart(handle.get());
  }

  @Override
  public void close() throws IOException {
    if (handle.isPresent()) {
      new S3Errors(location)
          .translated(
              "cannot throw away the unfinished \"" + name + "\"",
              () -> {
                uploads.abort(name, handle.get());
                return null;
              });
      handle = Optional.empty();
    }
  }

  /** Sends a part as soon as one is full. */
  private final class Body extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int taken = 0;
      while (taken < length) {
        int room = PartSizes.of(parts.size() + 1) - buffer.size();
        if (room == 0) {
          sendFullPart();
        } else {
          int count = Math.min(room, length - taken);
          buffer.append(bytes, offset + taken, count);
          taken += count;
        }
      }
    }
  }
}
