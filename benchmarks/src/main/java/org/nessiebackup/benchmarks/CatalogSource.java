package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.SampleCatalog;

/** Where the catalog comes from that is measured. */
sealed interface CatalogSource {
  /** The schema of all of them. */
  String SCHEMA = "nessie";

  /**
   * Made by Nessie's library.
   *
   * @param commits how many
   */
  record Generated(int commits) implements CatalogSource {}

  /**
   * Kept in files.
   *
   * @param folder where they are
   * @param times how many Nessie repositories with these rows there shall be
   */
  record Kept(Path folder, int times) implements CatalogSource {
    public Kept {
      KeptRows.require(folder, KeptRows.OBJECTS, KeptRows.REFERENCES);
    }

    /**
     * The folder with what the catalog was some commits later.
     *
     * @throws IllegalArgumentException if there is none
     */
    Path later() {
      Path later = folder.toAbsolutePath().normalize();
      later = later.resolveSibling(later.getFileName() + "-next");
      KeptRows.require(later, KeptRows.MORE_OBJECTS, KeptRows.REFERENCES);
      return later;
    }
  }

  static CatalogSource of(GivenWords given, int usual) {
    Optional<Path> folder = given.path("--catalog");
    OptionalInt times = given.number("--times");
    OptionalInt commits = given.number();
    if (folder.isEmpty()) {
      if (times.isPresent()) {
        throw new IllegalArgumentException("--times is for a --catalog");
      }
      return new Generated(commits.orElse(usual));
    }
    if (commits.isPresent()) {
      throw new IllegalArgumentException("either a --catalog or a number of commits");
    }
    return new Kept(folder.get(), times.orElse(1));
  }

  /** Makes tables with the rows of the catalog. */
  default void fill(Connection connection) throws SQLException {
    switch (this) {
      case Generated generated ->
          SampleCatalog.create(connection, SCHEMA, CatalogShape.benchmark(generated.commits()));
      case Kept kept -> {
        SampleCatalog.createTables(connection, SCHEMA);
        KeptRows rows = new KeptRows(connection);
        rows.load(kept.folder());
        rows.repeat(kept.times());
      }
    }
  }

  /** Whether a Nessie has written it. */
  default boolean isReal() {
    return this instanceof Kept;
  }

  /** For the report. */
  default String describe() {
    return switch (this) {
      case Generated generated ->
          String.format(
              Locale.ROOT,
              "A generated catalog of %,d commits on 8 branches of 400 tables each",
              generated.commits());
      case Kept kept -> {
        String name =
            "A catalog that a Nessie has written (\"%s\")".formatted(kept.folder().getFileName());
        yield kept.times() == 1
            ? name
            : name + ", in %d Nessie repositories".formatted(kept.times());
      }
    };
  }
}
