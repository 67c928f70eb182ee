package org.nessiebackup.store.bucket;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.SinkOutput;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.Upload;

/**
 * An object on its way into a bucket. Keeps one part in memory; what is larger is sent in several,
 * which the server puts together at the commit.
 */
final class BucketUpload implements Upload {
  private final BucketRequests requests;
  private final BucketCaller caller;
  private final BucketPlace place;
  private final String name;
  private final Lifetime lifetime;
  private final String id = UUID.randomUUID().toString();
  private final PartBuffer buffer = new PartBuffer();
  private final OutputStream body = new SinkOutput(this::write);
  private Optional<PartedUpload> parts = Optional.empty();
  private int sent;

  BucketUpload(
      BucketRequests requests,
      BucketCaller caller,
      BucketPlace place,
      String name,
      Lifetime lifetime) {
    this.requests = requests;
    this.caller = caller;
    this.place = place;
    this.name = name;
    this.lifetime = lifetime;
  }

  @Override
  public OutputStream body() {
    return body;
  }

  /**
   * An error does not prove that nothing happened: the response may have been lost, and a second
   * attempt have met our own object. So its uploader is looked up.
   */
  @Override
  public void commit() throws IOException {
    UploadLabel label = label();
    String what = "cannot publish \"" + name + "\"";
    try {
      caller.attempt(what, () -> publish(label, what));
    } catch (IOException | RuntimeException e) {
      if (!isOurs(e)) {
        throw caller.translate(e, what);
      }
    }
    parts = Optional.empty();
  }

  private String publish(UploadLabel label, String what) throws IOException {
    if (parts.isEmpty()) {
      requests.put(place.key(name), label, buffer);
      return what;
    }
    if (buffer.size() > 0) {
      requireRoom();
      parts.get().send(sent + 1, buffer, true);
      sent++;
      buffer.clear();
    }
    parts.get().complete();
    return what;
  }

  private boolean isOurs(Exception why) throws IOException {
    KeyState state;
    try {
      state = look();
    } catch (IOException e) {
      why.addSuppressed(e);
      return false;
    }
    return switch (state) {
      case KeyState.Present present -> {
        if (!present.uploader().equals(id)) {
          throw exists(why);
        }
        yield true;
      }
      case KeyState.Missing missing -> {
        if (caller.is(BucketFailure.Kind.TAKEN, why)) {
          throw exists(why);
        }
        yield false;
      }
    };
  }

  private KeyState look() throws IOException {
    return caller.call("cannot look at \"" + name + "\"", () -> requests.look(place.key(name)));
  }

  /** Servers without conditional puts keep the first object too, but for a gap of milliseconds. */
  private UploadLabel label() throws IOException {
    Optional<Instant> free =
        switch (requests.needsLook() ? look() : new KeyState.Missing(Optional.empty())) {
          case KeyState.Missing missing -> missing.at();
          case KeyState.Present other -> throw exists(null);
        };
    return new UploadLabel(id, lifetime, free);
  }

  private ObjectExistsException exists(Throwable cause) {
    return new ObjectExistsException("\"" + name + "\" exists in " + place.address(), cause);
  }

  private void sendFullPart() throws IOException {
    requireRoom();
    if (parts.isEmpty()) {
      UploadLabel label = label();
      parts =
          Optional.of(
              caller.call(
                  "cannot begin \"" + name + "\"",
                  () -> requests.begin(place.key(name), label),
                  BucketFailure.Kind.TAKEN,
                  this::exists));
    }
    caller.call(
        "cannot send part %d of \"%s\"".formatted(sent + 1, name),
        () -> {
          parts.get().send(sent + 1, buffer, false);
          return name;
        },
        BucketFailure.Kind.TAKEN,
        this::exists);
    sent++;
    buffer.clear();
  }

  private void requireRoom() throws IOException {
    if (sent == requests.mostParts()) {
      throw new ProtocolException("\"" + name + "\" is larger than an object in a bucket can be");
    }
  }

  @Override
  public void close() throws IOException {
    if (parts.isPresent()) {
      caller.run("cannot throw away the unfinished \"" + name + "\"", parts.get()::abort);
      parts = Optional.empty();
    }
  }

  /** Sends a part when it is full and more follows, so that the last one is never empty. */
  private void write(byte[] bytes, int offset, int length) throws IOException {
    int taken = 0;
    while (taken < length) {
      if (buffer.size() == PartSizes.of(sent + 1)) {
        sendFullPart();
      }
      int count = Math.min(PartSizes.of(sent + 1) - buffer.size(), length - taken);
      buffer.append(bytes, offset + taken, count);
      taken += count;
    }
  }
}
