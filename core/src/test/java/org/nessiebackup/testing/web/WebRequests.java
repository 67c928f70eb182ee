package org.nessiebackup.testing.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.bucket.BucketFailure;
import org.nessiebackup.store.bucket.BucketFailure.Kind;
import org.nessiebackup.store.bucket.BucketRequests;
import org.nessiebackup.store.bucket.FolderPage;
import org.nessiebackup.store.bucket.KeyState;
import org.nessiebackup.store.bucket.ObjectContent;
import org.nessiebackup.store.bucket.ObjectPage;
import org.nessiebackup.store.bucket.PartBuffer;
import org.nessiebackup.store.bucket.PartedUpload;
import org.nessiebackup.store.bucket.UploadLabel;

/** The requests that a {@link WebServer} understands. */
final class WebRequests implements BucketRequests {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String UPLOADER = "X-Uploader";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final URI server;

  WebRequests(URI server) {
    this.server = server;
  }

  @Override
  public BucketFailure failure(Exception error) {
    return switch (error) {
      case ResponseException response -> ofStatus(response.status());
      case InterruptedIOException stopped -> new BucketFailure(Kind.INTERRUPTED, "interrupted");
      case IOException broken ->
          new BucketFailure(
              Kind.TRANSIENT, "no connection to \"%s\": %s".formatted(server, broken.getMessage()));
      case RuntimeException fault -> throw fault;
      default -> throw new IllegalArgumentException(error);
    };
  }

  private static BucketFailure ofStatus(int status) {
    String said = " (HTTP %d)".formatted(status);
    return switch (status) {
      case 403 ->
          new BucketFailure(Kind.REFUSED, "access denied" + said, "Ask for the right to do it.");
      case 404 -> new BucketFailure(Kind.MISSING, "it is not there" + said);
      case 412 -> new BucketFailure(Kind.TAKEN, "the condition does not hold" + said);
      case 423 -> new BucketFailure(Kind.LOCKED, "the server keeps it" + said);
      case 507 -> new BucketFailure(Kind.FULL, "the server has no room for it" + said);
      default ->
          new BucketFailure(
              status >= 500 ? Kind.TRANSIENT : Kind.OTHER, "the server refused it" + said);
    };
  }

  private HttpResponse<InputStream> send(
      String method, String path, BodyPublisher body, String... headers) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path)).timeout(LIMIT).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() >= 300) {
        response.body().close();
        throw new ResponseException(response.statusCode());
      }
      return response;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private String text(String method, String path, BodyPublisher body, String... headers)
      throws IOException {
    try (InputStream response = send(method, path, body, headers).body()) {
      return new String(response.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static BodyPublisher nothing() {
    return BodyPublishers.noBody();
  }

  private static BodyPublisher bytes(PartBuffer content) {
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(content::stream), Math.max(1, content.size()));
  }

  @Override
  public KeyState look(String key) throws IOException {
    try {
      HttpResponse<InputStream> response = send("HEAD", key, nothing());
      response.body().close();
      return new KeyState.Present(
          response.headers().firstValue(UPLOADER).orElse(""), Optional.empty());
    } catch (ResponseException e) {
      if (e.status() == 404) {
        return new KeyState.Missing(Optional.empty());
      }
      throw e;
    }
  }

  @Override
  public ObjectContent open(String key) throws IOException {
    HttpResponse<InputStream> response = send("GET", key, nothing());
    return content(response, response.headers().firstValueAsLong("Content-Length").orElseThrow());
  }

  @Override
  public ObjectContent resume(String key, String version, long from, long size) throws IOException {
    HttpResponse<InputStream> response =
        send("GET", key, nothing(), "Range", "bytes=" + from + "-", "If-Match", version);
    if (response.statusCode() != 206) {
      response.body().close();
      throw new ProtocolException("the server does not send parts of an object");
    }
    return content(response, size);
  }

  private static ObjectContent content(HttpResponse<InputStream> response, long size) {
    return new ObjectContent(
        response.body(), size, response.headers().firstValue("ETag").orElseThrow(), () -> {});
  }

  @Override
  public ObjectPage list(String prefix, Optional<String> token) throws IOException {
    List<StoredObject> found =
        lines(text("GET", "?prefix=" + prefix + "&after=" + token.orElse(""), nothing()))
            .map(it -> new StoredObject(it[2], Long.parseLong(it[0]), Instant.parse(it[1])))
            .toList();
    return new ObjectPage(
        found,
        found.size() < WebServer.PAGE ? Optional.empty() : Optional.of(found.getLast().name()));
  }

  /** The server knows no folders. */
  @Override
  public FolderPage folders(String prefix, Optional<String> token) throws IOException {
    ObjectPage page = list(prefix, token);
    return new FolderPage(
        page.objects().stream()
            .map(StoredObject::name)
            .filter(name -> name.indexOf('/', prefix.length()) >= 0)
            .map(name -> name.substring(0, name.indexOf('/', prefix.length()) + 1))
            .toList(),
        page.next());
  }

  private static Stream<String[]> lines(String text) {
    return text.lines().map(line -> line.split(" "));
  }

  @Override
  public void delete(String key) throws IOException {
    text("DELETE", key, nothing());
  }

  @Override
  public void put(String key, UploadLabel label, PartBuffer content) throws IOException {
    BodyPublisher body = content.size() == 0 ? nothing() : bytes(content);
    text("PUT", key, body, "If-None-Match", "*", UPLOADER, label.id());
  }

  @Override
  public int mostParts() {
    return 1_000;
  }

  @Override
  public PartedUpload begin(String key, UploadLabel label) throws IOException {
    String path = key + "?upload=" + label.id();
    text("POST", path + "&begin", nothing());
    return new PartedUpload() {
      @Override
      public void send(int number, PartBuffer content, boolean last) throws IOException {
        text("PUT", path + "&part=" + number, bytes(content));
      }

      @Override
      public void complete() throws IOException {
        text("POST", path, nothing(), "If-None-Match", "*");
      }

      @Override
      public void abort() throws IOException {
        discard(key, label.id());
      }
    };
  }

  @Override
  public List<UnfinishedUpload> unfinished(String prefix) throws IOException {
    return lines(text("GET", "?uploads=" + prefix, nothing()))
        .map(it -> new UnfinishedUpload(it[2], it[0], Instant.parse(it[1])))
        .toList();
  }

  @Override
  public void discard(String key, String handle) throws IOException {
    text("DELETE", key + "?upload=" + handle, nothing());
  }
}
