package org.nessiebackup.cli.warehouse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryListener;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.store.LocalFiles;
import org.nessiebackup.store.s3.S3Files;
import org.nessiebackup.store.s3.S3Warehouse;

/**
 * Finds whoever keeps a file by the scheme of its location. A vendor's library is loaded only when
 * a file of that vendor is asked for.
 */
final class WarehouseFiles implements FileProbe {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

  private final FileProbe local = new LocalFiles();
  private final Supplier<S3Warehouse> warehouse;
  private final Invocation invocation;
  private FileProbe buckets;

  WarehouseFiles(Supplier<S3Warehouse> warehouse, Invocation invocation) {
    this.warehouse = warehouse;
    this.invocation = invocation;
  }

  @Override
  public boolean exists(String location) throws IOException {
    return keeper(location).exists(location);
  }

  @Override
  public InputStream open(String location) throws IOException {
    return keeper(location).open(location);
  }

  private FileProbe keeper(String location) throws IOException {
    Matcher scheme = SCHEME.matcher(location);
    String name = scheme.matches() ? scheme.group(1).toLowerCase(Locale.ROOT) : "file";
    return switch (name) {
      case "file" -> local;
      case "s3", "s3a", "s3n" -> buckets();
      default ->
          throw new IOException(
              "files in \"%s:\" cannot be asked for by this version".formatted(name));
    };
  }

  private synchronized FileProbe buckets() {
    if (buckets == null) {
      WaitContext waits = new WaitContext(invocation.clock(), invocation.cancellation());
      buckets =
          invocation
              .resources()
              .add(
                  S3Files.of(
                      warehouse.get(), new Retrier(S3Files.RETRIES, waits, RetryListener.NONE)));
    }
    return buckets;
  }
}
