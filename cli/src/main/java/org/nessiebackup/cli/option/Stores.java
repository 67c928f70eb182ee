package org.nessiebackup.cli.option;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryListener;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.LoggedStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoreFactory;
import org.nessiebackup.store.StoreWatch;
import org.nessiebackup.store.WatchedStore;
import org.nessiebackup.store.bucket.BucketCaller;

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
    return at(place, Clock.systemUTC(), RetryListener.NONE);
  }

  private static ObjectStore at(String place, Clock clock, RetryListener listener) {
    Matcher scheme = SCHEME.matcher(place);
    if (folderAt(place).isPresent() || !scheme.matches()) {
      return new FolderStore(folder(place));
    }
    // A request to stop ends a request to a bucket from outside, by the watch.
    WaitContext waits = new WaitContext(clock, new Cancellation());
    return StoreFactory.of(scheme.group(1))
        .orElseThrow(() -> unknown(scheme.group(1)))
        .open(place, new Retrier(BucketCaller.RETRIES, waits, listener));
  }

  private static BackupException unknown(String scheme) {
    return Failure.USAGE.exception(
        "vaults in \"%s:\" are unknown to this version".formatted(scheme),
        "A vault is a folder, /path/to/vault or file:///path/to/vault, or a bucket, "
            + buckets()
            + ".");
  }

  /** How buckets are written, of all kinds that there are. */
  static String buckets() {
    List<String> all = StoreFactory.all().stream().map(StoreFactory::syntax).toList();
    int last = all.size() - 1;
    return last < 1
        ? String.join("", all)
        : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }

  /**
   * The same to the end of the run; while a bucket is silent, somebody is told, and it is not
   * waited for without end.
   */
  public static ObjectStore at(
      String place, Duration limit, Invocation invocation, Console console) {
    Progress log = console.work().progress();
    ObjectStore store =
        invocation.resources().add(at(place, invocation.clock(), RetryListener.reportingTo(log)));
    ObjectStore watched =
        folderAt(place).isPresent()
            ? store
            : new WatchedStore(
                store, new StoreWatch(limit, NOTICE, console::warn, invocation.cancellation()));
    return console.verbose() ? new LoggedStore(watched, log) : watched;
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
      throw Failure.USAGE.exception(
          "\"" + place + "\" begins with \"~\", which is the home folder for a shell only",
          "Write the folder out, or \"$HOME\" where a shell reads it.");
    }
    try {
      return SCHEME.matcher(place).matches() ? Path.of(URI.create(place)) : Path.of(place);
    } catch (IllegalArgumentException e) {
      throw Failure.USAGE.exception(
          "\"" + place + "\" is not a folder: " + e.getMessage(),
          "With letters that are not ASCII the locale has to be one of UTF-8: LC_ALL=C.UTF-8.",
          e);
    }
  }
}
