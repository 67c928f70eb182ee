package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.util.Map;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Link;

/** An encrypted and signed vault in a folder, with a journal, as our program makes it. */
final class JournaledVault {
  private static final String PUBLICATION = "--publication=" + ReadingRole.PUBLICATION;

  private final Workbench bench;
  private final Path folder;
  private final Ours ours;

  /**
   * A new one, whose journal has begun and is followed by nobody.
   *
   * @param folder is made
   */
  JournaledVault(Workbench bench, Link link, Path folder) {
    this.bench = bench;
    this.folder = folder.resolve("journaled");
    this.ours =
        new Ours(
            bench.processes(bench.environment(link)).with(Map.of("PGUSER", ReadingRole.NAME)),
            this.folder.toString(),
            folder.resolve("keys"));
    ours.begin();
    ours.run("backup");
    ours.run("journal", "start", PUBLICATION);
  }

  /** What the journal takes in the folder. */
  long journalBytes() {
    return FileTree.size(folder.resolve("journal"));
  }

  /** Begins at once. */
  JournalProcess follow() {
    return new JournalProcess(bench, ours.start("journal", "run", PUBLICATION));
  }
}
