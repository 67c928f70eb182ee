package org.nessiebackup.store.s3;

import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Asks the server to encrypt, place and keep new objects as the location says. */
final class NewObjects {
  private final S3Keeping keeping;

  NewObjects(S3Keeping keeping) {
    this.keeping = keeping;
  }

  void ask(PutObjectRequest.Builder request, UploadLabel label) {
    keeping.storageClass().ifPresent(request::storageClass);
    keeping.encryption().ifPresent(encryption -> ask(request, encryption));
    label.retainedUntil().ifPresent(request::objectLockRetainUntilDate);
    label.retainedUntil().ifPresent(until -> request.objectLockMode(mode()));
  }

  void ask(CreateMultipartUploadRequest.Builder request, UploadLabel label) {
    keeping.storageClass().ifPresent(request::storageClass);
    keeping.encryption().ifPresent(encryption -> ask(request, encryption));
    label.retainedUntil().ifPresent(request::objectLockRetainUntilDate);
    label.retainedUntil().ifPresent(until -> request.objectLockMode(mode()));
  }

  private static void ask(PutObjectRequest.Builder request, S3Encryption encryption) {
    switch (encryption) {
      case S3Encryption.ServerKeys own -> request.serverSideEncryption(ServerSideEncryption.AES256);
      case S3Encryption.ManagedKey managed ->
          request
              .serverSideEncryption(ServerSideEncryption.AWS_KMS)
              .ssekmsKeyId(managed.key().orElse(null));
    }
  }

  private static void ask(CreateMultipartUploadRequest.Builder request, S3Encryption encryption) {
    switch (encryption) {
      case S3Encryption.ServerKeys own -> request.serverSideEncryption(ServerSideEncryption.AES256);
      case S3Encryption.ManagedKey managed ->
          request
              .serverSideEncryption(ServerSideEncryption.AWS_KMS)
              .ssekmsKeyId(managed.key().orElse(null));
    }
  }

  private ObjectLockMode mode() {
    return switch (keeping.lock().orElseThrow().mode()) {
      case GOVERNANCE -> ObjectLockMode.GOVERNANCE;
      case COMPLIANCE -> ObjectLockMode.COMPLIANCE;
    };
  }
}
