package org.nessiebackup.cli.option;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoreWatch;
import org.nessiebackup.store.WatchedStore;
import org.nessiebackup.store.azure.AzureLocation;
import org.nessiebackup.store.azure.AzureStore;
import org.nessiebackup.store.gcs.GcsLocation;
import org.nessiebackup.store.gcs.GcsStore;
import org.nessiebackup.store.s3.S3Location;
import org.nessiebackup.store.s3.S3Store;

/**
 * Finds the store at a place that a user names. A vendor's library is loaded only when a place of
 * that vendor is named.
 */
public final class Stores {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

  /** For how long a bucket may be silent. */
  public static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Duration NOTICE = Duration.ofSeconds(10);

  private Stores() {}

  /**
   * A store, whether there is a vault in it or not.
   *
   * @param place a path or a URI
   * @throws BackupException {@link Failure#USAGE} if it is neither, or of an unknown kind
   */
  public static ObjectStore at(String place) {
    Matcher scheme = SCHEME.matcher(place);
    if (!scheme.matches()) {
      return new FolderStore(folder(place));
    }
    return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
      case "file" -> new FolderStore(folder(place));
      case "azblob" -> AzureStore.open(AzureLocation.parse(place));
      case "gs" -> GcsStore.open(GcsLocation.parse(place));
      case "s3" -> S3Store.open(S3Location.parse(place));
      default ->
          throw new BackupException(
              Failure.USAGE,
              "vaults in \"%s:\" are unknown to this version".formatted(scheme.group(1)),
              "A vault is a folder, /path/to/vault or file:///path/to/vault, or a bucket,"
                  + " s3://BUCKET/PREFIX, gs://BUCKET/PREFIX or"
                  + " azblob://ACCOUNT/CONTAINER/PREFIX.");
    };
  }

  /** The same; while a bucket is silent, somebody is told, and it is not waited for without end. */
  public static ObjectStore at(
      String place, Duration limit, Invocation invocation, Console console) {
    ObjectStore store = at(place);
    return folderAt(place).isPresent()
        ? store
        : new WatchedStore(
            store, new StoreWatch(limit, NOTICE, console::warn, invocation.cancellation()));
  }

  /** The folder that a place is, if it is one. */
  public static Optional<Path> folderAt(String place) {
    Matcher scheme = SCHEME.matcher(place);
    return !scheme.matches() || scheme.group(1).equalsIgnoreCase("file")
        ? Optional.of(folder(place))
        : Optional.empty();
  }

  private static Path folder(String place) {
    if (place.equals("~") || place.startsWith("~/")) {
      throw new BackupException(
          Failure.USAGE,
          "\"" + place + "\" begins with \"~\", which is the home folder for a shell only",
          "Write the folder out, or \"$HOME\" where a shell reads it.");
    }
    try {
      return SCHEME.matcher(place).matches() ? Path.of(URI.create(place)) : Path.of(place);
    } catch (IllegalArgumentException e) {
      throw new BackupException(
          Failure.USAGE,
          "\"" + place + "\" is not a folder: " + e.getMessage(),
          "With letters that are not ASCII the locale has to be one of UTF-8: LC_ALL=C.UTF-8.",
          e);
    }
  }
}
