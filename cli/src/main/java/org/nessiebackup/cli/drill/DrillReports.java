package org.nessiebackup.cli.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.nessiebackup.Failure;
import org.nessiebackup.store.FileErrors;

/** Files for the report of a drill; each has its name once it is whole. */
record DrillReports(List<Path> files) {
  private static final String PAGE = ".html";
  private static final String DOCUMENT = ".json";

  /** Looks, before hours of work, whether they can be written. */
  static DrillReports named(List<String> names) {
    return new DrillReports(
        names.stream().filter(name -> !name.isEmpty()).map(DrillReports::file).toList());
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

  void write(DrillView view) {
    for (Path file : files) {
      boolean page = file.toString().toLowerCase(Locale.ROOT).endsWith(PAGE);
      write(file, page ? DrillPage.of(view.report()) : view.document());
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
          "The drill itself is over, and noted in the vault.",
          e);
    }
  }
}
