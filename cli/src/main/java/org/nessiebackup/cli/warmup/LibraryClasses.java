package org.nessiebackup.cli.warmup;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The classes of libraries that commands need again and again. */
final class LibraryClasses {
  /** One class of each library of which all classes are loaded. */
  private static final List<String> LIBRARIES =
      List.of(
          "org.nessiebackup.Failure",
          "org.nessiebackup.store.s3.S3StoreFactory",
          "org.nessiebackup.cli.command.NessieBackup",
          "org.nessiebackup.report.Shape",
          "org.postgresql.Driver",
          "com.github.luben.zstd.Zstd",
          "com.exceptionfactory.jagged.FileKey",
          "com.exceptionfactory.jagged.bech32.Bech32",
          "com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory",
          "com.exceptionfactory.jagged.x25519.X25519KeyFactory");

  private LibraryClasses() {}

  /** Loads all of them. */
  static void load() {
    LIBRARIES.forEach(LibraryClasses::loadAllOf);
  }

  private static void loadAllOf(String className) {
    ClassLoader loader = LibraryClasses.class.getClassLoader();
    try {
      Class<?> sample = Class.forName(className, false, loader);
      URI place = sample.getProtectionDomain().getCodeSource().getLocation().toURI();
      try (JarFile jar = new JarFile(Path.of(place).toFile())) {
        jar.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
            .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
            .forEach(name -> load(name, loader));
      }
    } catch (Exception e) {
      // Not from a jar: this is no installation, and nothing is recorded.
    }
  }

  private static void load(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      // Belongs to something that is not on the class path and that we do not use.
    }
  }
}
