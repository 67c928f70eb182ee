package org.nessiebackup.cli.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.nessiebackup.Failure;
import org.nessiebackup.store.FileErrors;

/**
 * Files for a report, as a page and as a document; each has its name once it is whole.
 *
 * @param files their names, in the order given
 */
public record ReportFiles(List<Path> files) {
  private static final String PAGE = ".html";
  private static final String DOCUMENT = ".json";

  /** Takes its own copy of the list. */
  public ReportFiles {
    files = List.copyOf(files);
  }

  /** Looks, before hours of work, whether they can be written. */
  public static ReportFiles named(List<String> names) {
    return new ReportFiles(
        names.stream().filter(name -> !name.isEmpty()).map(ReportFiles::file).toList());
  }

  private static Path file(String name) {
    try {
      Path file = Path.of(name).toAbsolutePath();
      if (!name.toLowerCase(Locale.ROOT).endsWith(PAGE)
          && !name.toLowerCase(Locale.ROOT).endsWith(DOCUMENT)) {
        throw Failure.USAGE.exception(
            "\"%s\" has no ending that is a form of a report".formatted(name),
            "Its name has to end in .html or .json.");
      }
      if (!Files.isDirectory(file.getParent())) {
        throw Failure.USAGE.exception(
            "there is no folder \"%s\" for the report".formatted(file.getParent()),
            "Make it, or name another file.");
      }
      return file;
    } catch (InvalidPathException e) {
      throw Failure.USAGE.exception(
          "\"" + name + "\" is not a file name: " + e.getReason(), null, e);
    }
  }

  /** Their names, as text. */
  public List<String> names() {
    return files.stream().map(Path::toString).toList();
  }

  /**
   * Writes them.
   *
   * @param page makes the page
   * @param document makes the JSON document
   */
  public void write(Supplier<String> page, Supplier<String> document) {
    for (Path file : files) {
      boolean html = file.toString().toLowerCase(Locale.ROOT).endsWith(PAGE);
      write(file, html ? page.get() : document.get());
    }
  }

  private static void write(Path file, String text) {
    try {
      Path fresh = Files.createTempFile(file.getParent(), ".nessie-backup-", ".partial");
      try {
        Files.writeString(fresh, text);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw Failure.STORE.exception(
          "cannot write the report to \"%s\": %s"
              .formatted(file, FileErrors.whyNotWritten(e, file)),
          "What it reports on is done; only the file is missing.",
          e);
    }
  }
}
