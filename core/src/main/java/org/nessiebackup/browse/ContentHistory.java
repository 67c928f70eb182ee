package org.nessiebackup.browse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.browse.ContentHistoryReport.Moment;
import org.nessiebackup.browse.ContentHistoryReport.Span;
import org.nessiebackup.browse.ContentHistoryReport.State;
import org.nessiebackup.browse.ContentHistoryReport.UnreadableBackup;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.BackupSelector;

/**
 * Follows a key through the backups of a vault. Where the reference has not moved, nothing but the
 * references is read.
 */
final class ContentHistory {
  private static final int MANY = 4 * SpanSearch.RECENT;

  private final Vault vault;
  private final HistoryOptions options;
  private final WorkContext context;
  private final List<UnreadableBackup> unreadable = new ArrayList<>();
  private final Map<BackupId, Moment> moments = new HashMap<>();
  private boolean byName;

  /** Of a head or a value that was met before, the state is known. */
  private final Map<ObjectId, State> ofHeads = new HashMap<>();

  private final Map<ObjectId, State> ofValues = new HashMap<>();

  ContentHistory(Vault vault, HistoryOptions options, WorkContext context) {
    this.vault = vault;
    this.options = options;
    this.context = context;
  }

  ContentHistoryReport run() {
    List<BackupId> backups = backups();
    if (backups.isEmpty()) {
      // Says what to do if there is none.
      vault.backups().find(BackupSelector.LATEST);
    }
    String reference = options.reference().orElseGet(() -> defaultBranch(backups.getLast()));
    context.progress().step("looking through " + backups.size() + " backups", 0);
    SpanSearch<State> search =
        new SpanSearch<>(
            backups.size(),
            options.extent().spans(),
            number -> look(backups.get(number), reference));
    List<SpanSearch.Run<State>> runs = search.newest(options.extent().each());
    boolean found = runs.stream().anyMatch(run -> run.state() instanceof State.Present);
    if (!found && !search.more() && unreadable.isEmpty()) {
      throw Failure.CONTENT_NOT_FOUND.exception(
          "none of %d backups has \"%s\" on \"%s\""
              .formatted(backups.size(), options.key(), reference),
          "`nessie-backup ls latest %s` lists what the newest one has there.".formatted(reference));
    }
    return new ContentHistoryReport(
        options.key(),
        reference,
        new ContentHistoryReport.Extent(backups.size(), search.looked(), search.more()),
        runs.stream()
            .map(
                run ->
                    new Span(
                        moments.get(backups.get(run.first())),
                        moments.get(backups.get(run.last())),
                        search.count(run),
                        run.state()))
            .toList(),
        unreadable);
  }

  /**
   * All backups, in the order in which they were taken. Where there are many, their names tell it
   * alone: to read thousands of manifests takes longer than all the rest, and a clock that was
   * wrong puts a backup at the wrong place, but hides none. An imported dump, whose name tells
   * nothing of its state, is left out then.
   */
  private List<BackupId> backups() {
    List<BackupId> names = vault.backups().ids();
    byName = names.size() > MANY && !options.extent().each();
    if (byName) {
      return names;
    }
    List<BackupId> backups = new ArrayList<>();
    for (BackupEntry entry : vault.backups().list()) {
      switch (entry) {
        case BackupEntry.Listed listed -> backups.add(listed.id());
        case BackupEntry.Unreadable bad ->
            unreadable.add(new UnreadableBackup(bad.id(), bad.reason().getMessage()));
      }
    }
    return backups;
  }

  private String defaultBranch(BackupId newest) {
    return with(newest, BrowsedCatalog::defaultBranch)
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "the newest backup does not say which branch is the default one",
                    "Name a branch or tag with --ref."));
  }

  private Optional<State> look(BackupId backup, String reference) {
    context.cancellation().check();
    try {
      Manifest manifest = vault.backups().manifest(backup);
      if (byName && manifest.server().isEmpty()) {
        return Optional.empty();
      }
      moments.put(backup, new Moment(backup, manifest.snapshotAt()));
      return Optional.of(with(backup, catalog -> state(catalog, reference)));
    } catch (BackupException e) {
      if (!e.failure().isOfOneBackup()) {
        throw e;
      }
      unreadable.add(new UnreadableBackup(backup, e.getMessage()));
      return Optional.empty();
    }
  }

  private State state(BrowsedCatalog catalog, String reference) {
    Optional<ObjectId> head = catalog.head(reference);
    if (head.isEmpty()) {
      return new State.NoReference();
    }
    State known = ofHeads.get(head.get());
    if (known == null) {
      known = state(catalog, head.get());
      ofHeads.put(head.get(), known);
    }
    return known;
  }

  private State state(BrowsedCatalog catalog, ObjectId head) {
    Optional<ObjectId> value =
        Optional.ofNullable(
                catalog.reader().keys(head, Optional.of(options.key())).get(options.key()))
            .flatMap(IndexEntry::value);
    if (value.isEmpty()) {
      return new State.NoContent();
    }
    State known = ofValues.get(value.get());
    if (known == null) {
      NessieContent content = catalog.reader().contents(List.of(value.get())).get(value.get());
      known = new State.Present(content);
      ofValues.put(value.get(), known);
    }
    return known;
  }

  private <T> T with(BackupId backup, Function<BrowsedCatalog, T> look) {
    try (BackupCatalog source =
        BackupCatalog.open(vault, backup.value(), options.jobs(), context)) {
      return look.apply(BrowsedCatalog.of(source, options.repository()));
    }
  }
}
