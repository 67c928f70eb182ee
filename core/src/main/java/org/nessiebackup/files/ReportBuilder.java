package org.nessiebackup.files;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.files.CatalogTables.Content;
import org.nessiebackup.files.CatalogTables.Entry;
import org.nessiebackup.files.CatalogTables.Reference;
import org.nessiebackup.files.FileCheck.Result;
import org.nessiebackup.files.FilesReport.Counts;
import org.nessiebackup.files.FilesReport.FileState;
import org.nessiebackup.files.FilesReport.ReferenceFiles;
import org.nessiebackup.files.FilesReport.TableFile;

/** Says of each reference what the states of files mean for its tables. */
final class ReportBuilder {

  private final CatalogTables tables;
  private final FileStates states;
  private int named;

  ReportBuilder(CatalogTables tables, FileStates states) {
    this.tables = tables;
    this.states = states;
  }

  FilesReport report(String source, Instant stateOf, FilesOptions options) {
    List<ReferenceFiles> references = tables.references().stream().map(this::of).toList();
    return new FilesReport(source, stateOf, options, states.counts(), states.parts(), references);
  }

  private ReferenceFiles of(Reference reference) {
    Counts counts = Counts.NONE;
    long others = 0;
    List<TableFile> broken = new ArrayList<>();
    for (int i : reference.entries().stream().toArray()) {
      Optional<TableFile> table = table(tables.entry(i));
      if (table.isEmpty()) {
        others++;
        continue;
      }
      FileState state = table.get().state();
      counts = counts.plus(state);
      boolean worthNaming = state != FileState.PRESENT && state != FileState.SKIPPED;
      if (worthNaming && named < FilesReport.MOST_NAMED) {
        named++;
        broken.add(table.get());
      }
    }
    broken.sort(Comparator.comparing(TableFile::key));
    return new ReferenceFiles(
        reference.repository(),
        reference.name(),
        counts,
        others,
        List.copyOf(reference.trouble()),
        broken);
  }

  private Optional<TableFile> table(Entry entry) {
    return switch (tables.content(entry)) {
      case Content.Other none -> Optional.empty();
      case Content.Located located -> {
        Result result = states.state(located.location());
        yield Optional.of(
            new TableFile(
                entry.key(),
                located.type(),
                result.state(),
                Optional.of(located.location()),
                result.message()));
      }
      case Content.Unreadable unreadable ->
          Optional.of(
              new TableFile(
                  entry.key(), "UNKNOWN", FileState.UNKNOWN, Optional.empty(), unreadable.why()));
    };
  }
}
