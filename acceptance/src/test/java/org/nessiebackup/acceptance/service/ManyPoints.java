package org.nessiebackup.acceptance.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Times;

/** Gives a vault a long past: what is in it now, at many moments before. */
final class ManyPoints {
  private static final String MANIFEST = "manifest.json";

  private final Path backups;
  private final HostKey key;

  ManyPoints(Path vault, Path configuration) throws IOException {
    this.backups = vault.resolve("backups");
    try (Stream<Path> files = Files.walk(configuration)) {
      Path file =
          files
              .filter(each -> each.getFileName().toString().startsWith("host-key"))
              .findFirst()
              .orElseThrow();
      this.key = HostKey.parse(file.toString(), Files.readString(file));
    }
  }

  /**
   * Adds full backups that hold what those hold that are there, each for its share of the past.
   *
   * @param count how many
   * @param every how far apart they are
   * @param last when the newest of them was made
   */
  void add(int count, Duration every, Instant last) throws IOException {
    List<Manifest> sources = sources();
    for (int i = 0; i < count; i++) {
      Instant at = last.minus(every.multipliedBy(count - 1L - i));
      add(sources.get((int) ((long) i * sources.size() / count)), at);
    }
  }

  private List<Manifest> sources() throws IOException {
    try (Stream<Path> folders = Files.list(backups)) {
      return folders
          .sorted()
          .map(
              folder -> {
                try {
                  return Documents.read(
                          Files.readAllBytes(folder.resolve(MANIFEST)),
                          folder.toString(),
                          Manifest.class)
                      .content();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              })
          .toList();
    }
  }

  private void add(Manifest source, Instant at) throws IOException {
    Manifest past =
        new Manifest(
            BackupId.create(at),
            source.vault(),
            source.tool(),
            source.lineage(),
            new Times(at, at, at.plusSeconds(1)),
            source.protection(),
            source.tags(),
            source.revised(),
            source.source(),
            source.tables());
    Path from = backups.resolve(source.id().value());
    Path to = Files.createDirectory(backups.resolve(past.id().value()));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().equals(MANIFEST)) {
          Files.createLink(to.resolve(file.getFileName()), file);
        }
      }
    }
    Files.write(to.resolve(MANIFEST), Documents.write(past, Optional.of(key::sign)));
  }
}
