package org.nessiebackup.store.gcs;

import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.util.Optional;
import org.nessiebackup.store.PartBuffer;

/**
 * An upload of several requests, the last of which publishes the object. What arrived of a request
 * whose answer was lost is asked for, and only the rest is sent again.
 */
final class ResumableSession {
  private static final int ATTEMPTS = 6;
  private static final int INCOMPLETE = 308;

  private final Storage storage;
  private final GenericUrl address;
  private long confirmed;

  private ResumableSession(Storage storage, GenericUrl address) {
    this.storage = storage;
    this.address = address;
  }

  /** Begins one that will publish only under a name that nothing has. */
  static ResumableSession begin(Storage storage, String bucket, StorageObject object)
      throws IOException {
    GenericUrl url = new GenericUrl(storage.getRootUrl() + "upload/storage/v1/b/" + bucket + "/o");
    url.put("uploadType", "resumable");
    url.put("ifGenerationMatch", 0);
    url.put("name", object.getName());
    HttpResponse answer =
        storage
            .getRequestFactory()
            .buildPostRequest(url, new JsonHttpContent(storage.getJsonFactory(), object))
            .execute();
    try {
      String address = answer.getHeaders().getLocation();
      if (address == null) {
        throw new IOException("the server began an upload without saying where it goes on");
      }
      return new ResumableSession(storage, new GenericUrl(address));
    } finally {
      answer.disconnect();
    }
  }

  /** Sends what is in a buffer; more will follow. Its size is a multiple of 256 KiB. */
  void send(PartBuffer buffer) throws IOException {
    send(buffer, "*");
  }

  /** Sends the last bytes, of which there is at least one, and publishes the object. */
  void finish(PartBuffer buffer) throws IOException {
    send(buffer, String.valueOf(confirmed + buffer.size()));
  }

  private void send(PartBuffer buffer, String total) throws IOException {
    long start = confirmed;
    long end = start + buffer.size();
    for (int attempt = 1; confirmed < end; attempt++) {
      String range = "bytes %d-%d/%s".formatted(confirmed, end - 1, total);
      try {
        confirmed = put(new PartContent(buffer, (int) (confirmed - start)), range, 0, end);
      } catch (IOException e) {
        if (attempt == ATTEMPTS || isFinal(e)) {
          throw e;
        }
        confirmed = put(new EmptyContent(), "bytes */" + total, ATTEMPTS, end);
      }
      if (confirmed < start) {
        throw new IOException("the server has lost what it had of the upload");
      }
    }
  }

  /** Whether another attempt would get the same answer. */
  private static boolean isFinal(IOException error) {
    return error instanceof HttpResponseException answer
        && answer.getStatusCode() < 500
        && answer.getStatusCode() != 429;
  }

  /** Answers how many bytes of the object the server has; {@code end} if it has published it. */
  private long put(HttpContent content, String range, int retries, long end) throws IOException {
    HttpRequest request = storage.getRequestFactory().buildPutRequest(address, content);
    request.getHeaders().setContentRange(range);
    request.setFollowRedirects(false);
    request.setThrowExceptionOnExecuteError(false);
    request.setNumberOfRetries(retries);
    HttpResponse answer = request.execute();
    try {
      if (answer.getStatusCode() == INCOMPLETE) {
        return Optional.ofNullable(answer.getHeaders().getRange())
            .map(has -> Long.parseLong(has.substring(has.indexOf('-') + 1)) + 1)
            .orElse(0L);
      }
      if (!answer.isSuccessStatusCode()) {
        throw new HttpResponseException(answer);
      }
      return end;
    } finally {
      answer.disconnect();
    }
  }

  /** Throws away what was sent. The server answers an odd status, whatever it did. */
  void cancel() throws IOException {
    HttpRequest request = storage.getRequestFactory().buildDeleteRequest(address);
    request.setThrowExceptionOnExecuteError(false);
    request.execute().disconnect();
  }
}
