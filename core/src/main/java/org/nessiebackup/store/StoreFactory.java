package org.nessiebackup.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.retry.Retrier;

/**
 * Opens stores at addresses of one kind. An implementation is found by being on the class path, as
 * a service of {@link ServiceLoader}; all that users are told of it is made from what it says of
 * itself. It loads no library before it opens something.
 */
public interface StoreFactory {
  /** What its addresses begin with, up to the colon, in lower case. */
  String scheme();

  /** How its addresses are written, such as {@code scheme://BUCKET/PREFIX}. */
  String syntax();

  /**
   * A store, whether there is something in it or not. Nothing is requested yet.
   *
   * @param retrier makes requests again that may go better then
   * @throws BackupException {@link Failure#USAGE} if the address makes no sense, {@link
   *     Failure#STORE} if there are no credentials
   */
  ObjectStore open(String address, Retrier retrier);

  /** All that there are, by their schemes. */
  static List<StoreFactory> all() {
    return ServiceLoader.load(StoreFactory.class, StoreFactory.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(StoreFactory::scheme))
        .toList();
  }

  /** The one for addresses that begin with a scheme. */
  static Optional<StoreFactory> of(String scheme) {
    return all().stream().filter(each -> each.scheme().equalsIgnoreCase(scheme)).findAny();
  }
}
