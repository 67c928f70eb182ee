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
import java.net.ProtocolException;
import java.util.Optional;
import org.nessiebackup.store.bucket.PartBuffer;
import org.nessiebackup.store.bucket.PartedUpload;

/**
 * An upload of several requests, the last of which publishes the object. After a request whose
 * response was lost the server is asked how much of it arrived, and only the rest is sent again.
 */
final class ResumableSession implements PartedUpload {
  private static final int INCOMPLETE = 308;

  private final Storage storage;
  private final GenericUrl address;
  private long start;
  private long confirmed;

  /** Whether the response to what was sent last is not known. */
  private boolean uncertain;

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
    HttpResponse response =
        storage
            .getRequestFactory()
            .buildPostRequest(url, new JsonHttpContent(storage.getJsonFactory(), object))
            .execute();
    try {
      String address = response.getHeaders().getLocation();
      if (address == null) {
        throw new ProtocolException("the server began an upload without saying where it goes on");
      }
      return new ResumableSession(storage, new GenericUrl(address));
    } finally {
      response.disconnect();
    }
  }

  /** All but the last part have a size that is a multiple of 256 KiB. */
  @Override
  public void send(int number, PartBuffer content, boolean last) throws IOException {
    long end = start + content.size();
    String total = last ? String.valueOf(end) : "*";
    if (uncertain) {
      confirmed = put(new EmptyContent(), "bytes */" + total, end);
    }
    uncertain = true;
    while (confirmed < end) {
      if (confirmed < start) {
        throw new ProtocolException("the server has lost what it had of the upload");
      }
      String range = "bytes %d-%d/%s".formatted(confirmed, end - 1, total);
      confirmed = put(new PartContent(content, (int) (confirmed - start)), range, end);
    }
    uncertain = false;
    start = end;
  }

  /** Returns how many bytes of the object the server has; {@code end} if it has published it. */
  private long put(HttpContent content, String range, long end) throws IOException {
    HttpRequest request = storage.getRequestFactory().buildPutRequest(address, content);
    request.getHeaders().setContentRange(range);
    request.setFollowRedirects(false);
    request.setThrowExceptionOnExecuteError(false);
    HttpResponse response = request.execute();
    try {
      if (response.getStatusCode() == INCOMPLETE) {
        return Optional.ofNullable(response.getHeaders().getRange())
            .map(has -> Long.parseLong(has.substring(has.indexOf('-') + 1)) + 1)
            .orElse(0L);
      }
      if (!response.isSuccessStatusCode()) {
        throw new HttpResponseException(response);
      }
      return end;
    } finally {
      response.disconnect();
    }
  }

  /** The last part has done so. */
  @Override
  public void complete() {}

  /** The server's status is an odd one, whatever it did. */
  @Override
  public void abort() throws IOException {
    HttpRequest request = storage.getRequestFactory().buildDeleteRequest(address);
    request.setThrowExceptionOnExecuteError(false);
    request.execute().disconnect();
  }
}
