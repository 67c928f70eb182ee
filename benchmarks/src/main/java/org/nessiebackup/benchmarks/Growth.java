package org.nessiebackup.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.SampleCatalog;

/**
 * More commits for a catalog: generated ones, or for one that is kept in files the first of those
 * in the folder beside it, whose name ends with {@code -next}.
 */
final class Growth {
  private static final int USUAL = 250;
  private static final int SEEDS = 1000;

  private final Workbench bench;
  private final Optional<CatalogSource.Kept> kept;
  private int times;
  private String transaction = "";

  Growth(Workbench bench) {
    this.bench = bench;
    this.kept =
        bench.catalog() instanceof CatalogSource.Kept folder
            ? Optional.of(folder)
            : Optional.empty();
  }

  /** Whether any number of commits can be had, as often as one likes. */
  boolean isEndless() {
    return kept.isEmpty();
  }

  /** Adds commits; says how many. */
  int grow() throws SQLException {
    if (kept.isEmpty()) {
      generate(USUAL);
      return USUAL;
    }
    try (Connection connection = bench.connect(Workbench.DATABASE)) {
      transaction = new KeptRows(connection).grow(kept.get().later(), USUAL);
    }
    return Integer.parseInt(
        bench.query(
            Workbench.DATABASE,
            "SELECT count(*) FROM nessie.objs2 WHERE obj_type = 'c' AND xmin = '%s'::xid"
                .formatted(transaction)));
  }

  /** Adds so many generated commits. */
  void generate(int commits) throws SQLException {
    times++;
    try (Connection connection = bench.connect(Workbench.DATABASE)) {
      SampleCatalog.grow(
          connection,
          CatalogSource.SCHEMA,
          CatalogShape.benchmark(commits).withSeed(SEEDS + times));
    }
  }

  /** Makes it possible to grow once more. */
  void again() throws SQLException {
    if (kept.isPresent()) {
      try (Connection connection = bench.connect(Workbench.DATABASE)) {
        new KeptRows(connection).shrink(kept.get().folder(), transaction);
      }
    }
  }
}
