package org.nessiebackup.store.s3;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.bucket.BucketFailure;
import org.nessiebackup.store.bucket.BucketRequests;
import org.nessiebackup.store.bucket.FolderPage;
import org.nessiebackup.store.bucket.KeyState;
import org.nessiebackup.store.bucket.ObjectContent;
import org.nessiebackup.store.bucket.ObjectPage;
import org.nessiebackup.store.bucket.PartBuffer;
import org.nessiebackup.store.bucket.UploadLabel;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The requests to a bucket with the S3 interface. */
final class S3Requests implements BucketRequests {
  private static final String CONTENT_TYPE = "application/octet-stream";

  private final S3Client client;
  private final S3Location location;
  private final String bucket;
  private final S3Errors errors;

  /** Whether the server has not yet refused to know conditional puts. */
  private volatile boolean conditional = true;

  S3Requests(S3Client client, S3Location location) {
    this.client = client;
    this.location = location;
    this.bucket = location.bucket();
    this.errors = new S3Errors(location);
  }

  @Override
  public BucketFailure failure(Exception error) {
    return errors.failure(error);
  }

  @Override
  public boolean needsLook() {
    return true;
  }

  @Override
  public KeyState look(String key) throws IOException {
    try {
      return state(client.headObject(head -> head.bucket(bucket).key(key)));
    } catch (S3Exception e) {
      if (e.statusCode() == S3Errors.NOT_FOUND) {
        return new KeyState.Missing(Optional.of(ServerTime.of(e)));
      }
      throw explained(key, e);
    }
  }

  private static KeyState state(HeadObjectResponse response) throws IOException {
    Optional<String> lock =
        response.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON
            ? Optional.of("by a legal hold")
            : Optional.ofNullable(response.objectLockRetainUntilDate())
                .filter(ServerTime.of(response.sdkHttpResponse())::isBefore)
                .map(until -> "until " + until);
    return new KeyState.Present(response.metadata().getOrDefault(PutOptions.UPLOAD, ""), lock);
  }

  /** A response to HEAD has no body and so no word for the error; that to GET has one. */
  private RuntimeException explained(String key, S3Exception mute) {
    if (mute.statusCode() >= 500) {
      return mute;
    }
    try {
      client.getObject(get -> get.bucket(bucket).key(key).range("bytes=0-0")).abort();
      return mute;
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Override
  public ObjectContent open(String key) throws IOException {
    ResponseInputStream<GetObjectResponse> body =
        client.getObject(get -> get.bucket(bucket).key(key));
    Long size = body.response().contentLength();
    if (size == null) {
      body.abort();
      throw new ProtocolException("the server does not say how large it is");
    }
    return new ObjectContent(body, size, body.response().eTag(), body::abort);
  }

  @Override
  public ObjectContent resume(String key, String version, long from, long size) throws IOException {
    ResponseInputStream<GetObjectResponse> body =
        client.getObject(
            get -> get.bucket(bucket).key(key).range("bytes=" + from + "-").ifMatch(version));
    if (!Long.valueOf(size - from).equals(body.response().contentLength())) {
      body.abort();
      throw new ProtocolException("the server does not send parts of an object");
    }
    return new ObjectContent(body, size, version, body::abort);
  }

  @Override
  public ObjectPage list(String prefix, Optional<String> token) {
    ListObjectsV2Response page =
        client.listObjectsV2(
            list -> list.bucket(bucket).prefix(prefix).continuationToken(token.orElse(null)));
    return new ObjectPage(
        page.contents().stream()
            .map(each -> new StoredObject(each.key(), each.size(), each.lastModified()))
            .toList(),
        Optional.ofNullable(page.nextContinuationToken()));
  }

  @Override
  public FolderPage folders(String prefix, Optional<String> token) {
    ListObjectsV2Response page =
        client.listObjectsV2(
            list ->
                list.bucket(bucket)
                    .prefix(prefix)
                    .delimiter("/")
                    .continuationToken(token.orElse(null)));
    return new FolderPage(
        page.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
        Optional.ofNullable(page.nextContinuationToken()));
  }

  @Override
  public void delete(String key) {
    client.deleteObject(it -> it.bucket(bucket).key(key));
  }

  @Override
  public void put(String key, UploadLabel label, PartBuffer content) {
    ifFree(condition -> put(key, label, content, condition));
  }

  void put(String key, UploadLabel label, PartBuffer content, String condition) {
    client.putObject(
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentMD5(md5(content))
            .ifNoneMatch(condition)
            .overrideConfiguration(headers(label))
            .build(),
        body(content));
  }

  private AwsRequestOverrideConfiguration headers(UploadLabel label) {
    AwsRequestOverrideConfiguration.Builder headers = AwsRequestOverrideConfiguration.builder();
    location.options().headers(label).forEach(headers::putHeader);
    return headers.build();
  }

  private static String md5(PartBuffer content) {
    return Base64.getEncoder().encodeToString(content.md5());
  }

  private static RequestBody body(PartBuffer content) {
    return RequestBody.fromContentProvider(content::stream, content.size(), CONTENT_TYPE);
  }

  @Override
  public int mostParts() {
    return 10_000;
  }

  @Override
  public S3Parts begin(String key, UploadLabel label) {
    String handle =
        client
            .createMultipartUpload(
                CreateMultipartUploadRequest.builder()
                    .bucket(bucket)
                    .key(key)
                    .contentType(CONTENT_TYPE)
                    .overrideConfiguration(headers(label))
                    .build())
            .uploadId();
    return new S3Parts(this, key, handle);
  }

  CompletedPart send(String key, String handle, int number, PartBuffer content) {
    String tag =
        client
            .uploadPart(
                part ->
                    part.bucket(bucket)
                        .key(key)
                        .uploadId(handle)
                        .partNumber(number)
                        .contentMD5(md5(content)),
                body(content))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  void complete(String key, String handle, List<CompletedPart> parts) {
    ifFree(condition -> complete(key, handle, parts, condition));
  }

  void complete(String key, String handle, List<CompletedPart> parts, String condition) {
    client.completeMultipartUpload(
        it ->
            it.bucket(bucket)
                .key(key)
                .uploadId(handle)
                .multipartUpload(all -> all.parts(parts))
                .ifNoneMatch(condition));
  }

  /** The caller has looked whether the name is free, so that doing without is nearly as good. */
  private void ifFree(Consumer<String> publish) {
    if (conditional) {
      try {
        publish.accept(ConditionalPutProbe.IF_FREE);
        return;
      } catch (S3Exception e) {
        if (!S3Errors.isUnknownCondition(e)) {
          throw e;
        }
      }
    }
    publish.accept(null);
    // It was the condition, since without it the request is fine.
    conditional = false;
  }

  @Override
  public boolean supportsConditionalPut(String prefix) {
    return new ConditionalPutProbe(this, prefix).run();
  }

  @Override
  public List<UnfinishedUpload> unfinished(String prefix) {
    return client
        .listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(prefix))
        .uploads()
        .stream()
        .map(each -> new UnfinishedUpload(each.key(), each.uploadId(), each.initiated()))
        .toList();
  }

  @Override
  public void discard(String key, String handle) {
    try {
      client.abortMultipartUpload(it -> it.bucket(bucket).key(key).uploadId(handle));
    } catch (S3Exception e) {
      if (e.statusCode() != S3Errors.NOT_FOUND) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
