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
import org.nessiebackup.files.ShardOptions.Shard;

/** Says of each reference what the states of files mean for its tables. */
final class ReportBuilder {

  private final CatalogTables tables;
  private final FileStates states;
  private final Shard shard;
  private int named;

  /** For the files of a shard, whose states are given. */
  ReportBuilder(CatalogTables tables, FileStates states, Shard shard) {
    this.tables = tables;
    this.states = states;
    this.shard = shard;
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
        others += isOther(tables.entry(i)) ? 1 : 0;
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
        shard.isFirst() ? List.copyOf(reference.trouble()) : List.of(),
        broken);
  }

  private boolean isOther(Entry entry) {
    return shard.isFirst() && tables.content(entry) instanceof Content.Other;
  }

  /** Absent if there is none, or it is another shard's. */
  private Optional<TableFile> table(Entry entry) {
    return switch (tables.content(entry)) {
      case Content.Other none -> Optional.empty();
      case Content.Located located ->
          states.state(located.location()).map(result -> table(entry, located, result));
      case Content.Unreadable unreadable ->
          shard.isFirst() ? Optional.of(table(entry, unreadable)) : Optional.empty();
    };
  }

  private static TableFile table(Entry entry, Content.Located located, Result result) {
    return new TableFile(
        entry.key(),
        located.type(),
        result.state(),
        Optional.of(located.location()),
        result.message());
  }

  private static TableFile table(Entry entry, Content.Unreadable unreadable) {
    return new TableFile(
        entry.key(), "UNKNOWN", FileState.UNKNOWN, Optional.empty(), unreadable.why());
  }
}
