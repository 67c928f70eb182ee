package org.nessiebackup.store.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.nessiebackup.store.ObjectName;
import org.nessiebackup.store.PartBuffer;
import org.nessiebackup.store.UnfinishedUpload;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The requests that make objects. Errors are the SDK's, since it depends on the code what they
 * mean.
 */
final class S3Uploads {
  /** Publishes only under a name that nothing has. */
  static final String IF_FREE = "*";

  private static final String CONTENT_TYPE = "application/octet-stream";

  private final S3Client client;
  private final S3Location location;
  private final NewObjects newObjects;

  /** Whether the server has not yet refused to know conditional puts. */
  private volatile boolean conditional = true;

  S3Uploads(S3Client client, S3Location location) {
    this.client = client;
    this.location = location;
    this.newObjects = new NewObjects(location.keeping());
  }

  /** Publishes an object in one request, on condition that the name is free, if possible. */
  void put(String name, PartBuffer content, UploadLabel label) {
    ifFree(condition -> put(name, content, label, condition));
  }

  /** The same, with the condition given. */
  void put(String name, PartBuffer content, UploadLabel label, String condition) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.key(name))
            .contentMD5(md5(content))
            .metadata(label.metadata())
            .ifNoneMatch(condition);
    newObjects.ask(request, label);
    client.putObject(request.build(), body(content));
  }

  private static String md5(PartBuffer content) {
    return Base64.getEncoder().encodeToString(content.md5());
  }

  private static RequestBody body(PartBuffer content) {
    return RequestBody.fromContentProvider(content::stream, content.size(), CONTENT_TYPE);
  }

  /** Begins an object of several parts, and gives the server's name for it. */
  String begin(String name, UploadLabel label) {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(location.bucket())
            .key(location.key(name))
            .contentType(CONTENT_TYPE)
            .metadata(label.metadata());
    newObjects.ask(request, label);
    return client.createMultipartUpload(request.build()).uploadId();
  }

  /** Sends a part; numbers begin with 1. */
  CompletedPart send(String name, String handle, int number, PartBuffer content) {
    String tag =
        client
            .uploadPart(
                part ->
                    part.bucket(location.bucket())
                        .key(location.key(name))
                        .uploadId(handle)
                        .partNumber(number)
                        .contentMD5(md5(content)),
                body(content))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  /** Publishes what was sent, on condition that the name is free, if possible. */
  void complete(String name, String handle, List<CompletedPart> parts) {
    ifFree(condition -> complete(name, handle, parts, condition));
  }

  /** The same, with the condition given. */
  void complete(String name, String handle, List<CompletedPart> parts, String condition) {
    client.completeMultipartUpload(
        it ->
            it.bucket(location.bucket())
                .key(location.key(name))
                .uploadId(handle)
                .multipartUpload(all -> all.parts(parts))
                .ifNoneMatch(condition));
  }

  /** The caller has looked whether the name is free, so that doing without is nearly as good. */
  private void ifFree(Consumer<String> publish) {
    if (conditional) {
      try {
        publish.accept(IF_FREE);
        return;
      } catch (S3Exception e) {
        if (!ServerAnswer.isUnknownCondition(e)) {
          throw e;
        }
      }
    }
    publish.accept(null);
    // It was the condition, since without it the request is fine.
    conditional = false;
  }

  /** Throws away what was sent. */
  void abort(String name, String handle) {
    try {
      client.abortMultipartUpload(
          it -> it.bucket(location.bucket()).key(location.key(name)).uploadId(handle));
    } catch (NoSuchUploadException gone) {
      // As wanted.
    } catch (S3Exception e) {
      if (e.statusCode() != ServerAnswer.NOT_FOUND) {
        throw e;
      }
    }
  }

  List<UnfinishedUpload> unfinished() throws IOException {
    List<UnfinishedUpload> found = new ArrayList<>();
    String keys = location.key("");
    new S3Errors(location)
        .translated(
            "cannot list unfinished uploads",
            () -> {
              client
                  .listMultipartUploadsPaginator(
                      list -> list.bucket(location.bucket()).prefix(keys))
                  .uploads()
                  .forEach(each -> add(found, each));
              return found;
            });
    found.sort(
        Comparator.comparing(UnfinishedUpload::name).thenComparing(UnfinishedUpload::handle));
    return found;
  }

  private void add(List<UnfinishedUpload> found, MultipartUpload upload) {
    String name = location.name(upload.key());
    if (ObjectName.isValid(name)) {
      found.add(new UnfinishedUpload(name, upload.uploadId(), upload.initiated()));
    }
  }
}
