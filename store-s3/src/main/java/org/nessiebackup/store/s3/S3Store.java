package org.nessiebackup.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectName;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.Upload;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bucket, or what is below a prefix in one, as a store. Credentials are those that the AWS tools
 * would use. No bucket is ever made.
 */
public final class S3Store implements ObjectStore {
  static final String PROBES = "probe/";

  private final S3Location location;
  private final S3Objects objects;
  private final S3Uploads uploads;

  S3Store(S3Location location, S3Client client) {
    this.location = location;
    this.objects = new S3Objects(client, location);
    this.uploads = new S3Uploads(client, location);
  }

  /**
   * A store at a place. Nothing is asked of the server yet.
   *
   * @throws BackupException {@link Failure#USAGE} if a file or a region is not there
   */
  public static S3Store open(S3Location location) {
    return open(location, Patience.usual());
  }

  static S3Store open(S3Location location, Patience patience) {
    try {
      return new S3Store(location, S3Connection.open(location.endpoint(), patience));
    } catch (SdkException e) {
      throw new BackupException(
          Failure.USAGE,
          "cannot use \"%s\": %s".formatted(location, lacking(e)),
          "Add region=… to the address, or set AWS_REGION; look at AWS_PROFILE, if it is set.",
          e);
    }
  }

  /** The library lists all classes that it has asked for a region. */
  private static String lacking(SdkException error) {
    String message = String.valueOf(error.getMessage());
    return message.startsWith("Unable to load region")
        ? "nothing says in which region the bucket is"
        : message;
  }

  @Override
  public String location() {
    return location.toString();
  }

  @Override
  public Upload create(String name, Lifetime lifetime) throws IOException {
    return new S3Upload(
        objects, uploads, location, new S3Upload.Target(ObjectName.check(name), lifetime));
  }

  @Override
  public InputStream open(String name) throws IOException {
    return ResumingInput.open(objects, ObjectName.check(name));
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    return objects.list(prefix);
  }

  /**
   * In a bucket with versions this hides the object, and the bucket's own rules remove it later. So
   * a locked one could be hidden as well; that we refuse, since it would go on costing money
   * unseen.
   */
  @Override
  public void delete(String name, Lifetime lifetime) throws IOException {
    ObjectName.check(name);
    switch (lifetime) {
      // At worst this hides a version, which does no harm.
      case TRANSIENT -> objects.delete(name);
      case KEPT -> deleteUnlessLocked(name);
    }
  }

  private void deleteUnlessLocked(String name) throws IOException {
    switch (objects.state(name)) {
      case ObjectState.Missing missing -> {
        // As wanted.
      }
      case ObjectState.Present present -> {
        if (present.isLocked()) {
          throw locked(name, present);
        }
        objects.delete(name);
      }
    }
  }

  private ObjectLockedException locked(String name, ObjectState.Present present) {
    String why =
        present.held() ? "by a legal hold" : "until " + present.lockedUntil().orElseThrow();
    return new ObjectLockedException(
        "\"%s\" is locked in %s %s".formatted(name, location, why), null);
  }

  @Override
  public boolean exclusive() throws IOException {
    return new ExclusiveProbe(objects, uploads, location).run();
  }

  @Override
  public List<UnfinishedUpload> unfinished() throws IOException {
    return uploads.unfinished();
  }

  @Override
  public void discard(UnfinishedUpload upload) throws IOException {
    ObjectName.check(upload.name());
    new S3Errors(location)
        .translated(
            "cannot discard the unfinished \"" + upload.name() + "\"",
            () -> {
              uploads.abort(upload.name(), upload.handle());
              return null;
            });
  }
}
