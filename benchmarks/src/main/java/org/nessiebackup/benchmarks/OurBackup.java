package org.nessiebackup.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.benchmarks.measure.Sample;

/** Our program, with encryption and signatures, as {@code init} sets them up. */
final class OurBackup {
  private final Workbench bench;
  private final Link link;
  private final Ours ours;
  private final List<Double> swaps = new ArrayList<>();

  OurBackup(Workbench bench, Link link) {
    this.bench = bench;
    this.link = link;
    this.ours = new Ours(bench, link, "vault");
  }

  static Line backup(Link link) {
    return new Line("`nessie-backup backup`", link);
  }

  static Line restore(Link link) {
    return new Line("`nessie-backup restore`", link);
  }

  Contender contender() {
    return new Contender(
        List.of(backup(link)),
        List.of(restore(link)),
        () -> {
          // The first start of a new build makes the archive of classes, once.
          ours.run("version");
          return Optional.empty();
        },
        (round, results) -> {
          ours.begin();
          bench.calm();
          results.add(backup(link), ours.run("backup"), ours.size());
        },
        (round, results) -> restore(results));
  }

  /** Exchanges the tables in their place, and puts them back. */
  private void restore(Results results) throws SQLException {
    String before = bench.query(Workbench.DATABASE, Workbench.CONTENT);
    bench.calm();
    Sample restore = ours.run("restore", "latest", "--yes", "--json");
    results.add(restore(link), restore);
    swaps.add(Ours.summary(restore).get("swapping_seconds").asDouble());
    if (!bench.query(Workbench.DATABASE, Workbench.CONTENT).equals(before)) {
      throw new IllegalStateException("the restore has brought something else");
    }
    ours.run("undo", "--release", "--yes");
  }

  /** What there is to say of the lock, when all is over. */
  String lock() {
    return String.format(
        Locale.ROOT,
        "From the lock on the tables to the end of the swap, %s: %.0f ms at most.",
        link.title(),
        swaps.stream().mapToDouble(Double::doubleValue).max().orElse(0) * 1000);
  }
}
