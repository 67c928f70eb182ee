package org.nessiebackup.packaging;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.nessiebackup.sandbox.Folders;

/**
 * The image, as an archive in the format of the Open Container Initiative, for whoever copies it
 * into a registry. What is in it is that of {@code deploy/image/Dockerfile}.
 */
final class ImageArchive {
  private static final String PLACE = "/opt/nessie-backup";
  private static final Instant TIME = Instant.ofEpochSecond(1);

  private ImageArchive() {}

  /**
   * {@code ImageArchive BASE LAYOUT ACCOUNTS TARGET VERSION REVISION ARCHITECTURE CREATED}. The
   * base is the name of an image in a registry, or {@code tar://} and a file that {@code docker
   * save} has written.
   */
  public static void main(String[] arguments) throws Exception {
    Path cache = Files.createTempDirectory("nessie-backup-image-");
    try {
      write(arguments, cache);
    } finally {
      Folders.delete(cache);
    }
  }

  private static void write(String[] arguments, Path cache) throws Exception {
    Path layout = Path.of(arguments[1]);
    Path target = Path.of(arguments[3]);
    JibContainerBuilder image = Jib.from(arguments[0]);
    for (String part : new String[] {"java", "lib", "bin"}) {
      image.addFileEntriesLayer(layer(layout, part));
    }
    image
        .addFileEntriesLayer(
            FileEntriesLayer.builder()
                .setName("accounts")
                .addEntry(
                    Path.of(arguments[2]),
                    AbsoluteUnixPath.get("/etc/passwd"),
                    FilePermissions.fromOctalString("644"),
                    TIME)
                .build())
        .setFormat(ImageFormat.OCI)
        .setPlatforms(Set.of(new Platform(arguments[6], "linux")))
        .setCreationTime(Instant.parse(arguments[7]))
        .setUser("10000:10001")
        .setWorkingDirectory(AbsoluteUnixPath.get("/tmp"))
        .setEnvironment(
            Map.of(
                "PATH",
                PLACE + "/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"))
        .setEntrypoint(PLACE + "/bin/nessie-backup")
        .setProgramArguments("--help")
        .setLabels(labels(arguments[4], arguments[5]))
        .containerize(
            Containerizer.to(TarImage.at(target).named("nessie-backup:" + arguments[4]))
                .setToolName("nessie-backup")
                .setBaseImageLayersCache(cache)
                .setApplicationLayersCache(cache));
  }

  /** In an order of their own: that of {@link Map#of} is another one in every process. */
  private static Map<String, String> labels(String version, String revision) {
    String label = "org.opencontainers.image.";
    return new TreeMap<>(
        Map.of(
            label + "title", "nessie-backup",
            label + "description", "Backup and recovery for Project Nessie catalogs in PostgreSQL",
            label + "url", "https://github.com/nessie-backup/nessie-backup",
            label + "source", "https://github.com/nessie-backup/nessie-backup",
            label + "licenses", "Apache-2.0",
            label + "version", version,
            label + "revision", revision));
  }

  /**
   * As in the layout, but for the times: Java compares those of its libraries with the archive of
   * classes.
   */
  private static FileEntriesLayer layer(Path layout, String part) throws IOException {
    return FileEntriesLayer.builder()
        .setName(part)
        .addEntryRecursive(
            layout.resolve(part),
            AbsoluteUnixPath.get(PLACE + "/" + part),
            (file, inside) ->
                FilePermissions.fromOctalString(
                    Files.isDirectory(file) || Files.isExecutable(file) ? "555" : "444"),
            (file, inside) -> TIME)
        .build();
  }
}
