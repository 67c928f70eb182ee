package org.nessiebackup.store.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectName;
import org.nessiebackup.store.StoredObject;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects that are there: looks at them, reads, lists and removes them. */
final class S3Objects {
  private final S3Client client;
  private final S3Location location;
  private final S3Errors errors;

  S3Objects(S3Client client, S3Location location) {
    this.client = client;
    this.location = location;
    this.errors = new S3Errors(location);
  }

  /** What a name stands for now. */
  ObjectState state(String name) throws IOException {
    try {
      HeadObjectResponse answer =
          client.headObject(head -> head.bucket(location.bucket()).key(location.key(name)));
      return new ObjectState.Present(
          ServerAnswer.time(answer.sdkHttpResponse()),
          answer.metadata().getOrDefault(UploadLabel.METADATA, ""),
          Optional.ofNullable(answer.objectLockRetainUntilDate()),
          answer.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON);
    } catch (S3Exception e) {
      if (e.statusCode() == ServerAnswer.NOT_FOUND) {
        return new ObjectState.Missing(timeOf(e));
      }
      throw errors.translate(explained(name, e), "cannot look at \"" + name + "\"");
    } catch (SdkException e) {
      throw errors.translate(e, "cannot look at \"" + name + "\"");
    }
  }

  private static Instant timeOf(S3Exception error) throws IOException {
    AwsErrorDetails details = error.awsErrorDetails();
    return ServerAnswer.time(details == null ? null : details.sdkHttpResponse());
  }

  /** An answer to HEAD has no body and so no word for the error; that to GET has one. */
  private SdkException explained(String name, S3Exception mute) {
    try {
      client
          .getObject(
              get -> get.bucket(location.bucket()).key(location.key(name)).range("bytes=0-0"))
          .abort();
      return mute;
    } catch (SdkException e) {
      return e;
    }
  }

  /** Opens an object at its beginning. */
  ResponseInputStream<GetObjectResponse> get(String name) throws IOException {
    try {
      return client.getObject(get -> get.bucket(location.bucket()).key(location.key(name)));
    } catch (S3Exception e) {
      if (ServerAnswer.code(e).equals("NoSuchKey")) {
        throw new NoSuchObjectException("no \"" + name + "\" in " + location, e);
      }
      throw errors.translate(e, "cannot read \"" + name + "\"");
    } catch (SdkException e) {
      throw errors.translate(e, "cannot read \"" + name + "\"");
    }
  }

  /** Opens the very same object at a later byte; fails if it is another one now. */
  ResponseInputStream<GetObjectResponse> get(String name, long from, String tag)
      throws IOException {
    return errors.translated(
        "cannot go on reading \"" + name + "\"",
        () ->
            client.getObject(
                get ->
                    get.bucket(location.bucket())
                        .key(location.key(name))
                        .range("bytes=" + from + "-")
                        .ifMatch(tag)));
  }

  List<StoredObject> list(String prefix) throws IOException {
    List<StoredObject> found = new ArrayList<>();
    String keys = location.key(prefix);
    errors.translated(
        "cannot list",
        () -> {
          client
              .listObjectsV2Paginator(list -> list.bucket(location.bucket()).prefix(keys))
              .contents()
              .forEach(each -> add(found, each));
          return found;
        });
    found.sort(Comparator.comparing(StoredObject::name));
    return found;
  }

  private void add(List<StoredObject> found, S3Object object) {
    String name = location.name(object.key());
    if (ObjectName.isValid(name)) {
      found.add(new StoredObject(name, object.size(), object.lastModified()));
    }
  }

  void delete(String name) throws IOException {
    errors.translated(
        "cannot remove \"" + name + "\"",
        () -> client.deleteObject(it -> it.bucket(location.bucket()).key(location.key(name))));
  }
}
