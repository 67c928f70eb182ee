package org.nessiebackup.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.BackupException;
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
 * Follows a key through the backups of a vault, oldest first. Where the reference has not moved,
 * nothing but the references is read.
 */
final class ContentHistory {
  private final Vault vault;
  private final HistoryOptions options;
  private final WorkContext context;
  private final List<Span> spans = new ArrayList<>();
  private final List<UnreadableBackup> unreadable = new ArrayList<>();

  /** What the backup before has said; of a head that is the same, the state is, too. */
  private Seen seen = new Seen(Optional.empty(), Optional.empty(), new State.NoReference());

  ContentHistory(Vault vault, HistoryOptions options, WorkContext context) {
    this.vault = vault;
    this.options = options;
    this.context = context;
  }

  private record Seen(Optional<ObjectId> head, Optional<ObjectId> value, State state) {}

  ContentHistoryReport run() {
    // Says what to do if there is none.
    vault.backups().find(BackupSelector.LATEST);
    List<Manifest> backups = listed();
    String reference = options.reference().orElseGet(() -> defaultBranch(backups));
    context.progress().step("looking through " + backups.size() + " backups", 0);
    for (Manifest backup : backups) {
      context.cancellation().check();
      look(backup, reference);
    }
    boolean found = spans.stream().anyMatch(span -> span.state() instanceof State.Present);
    if (!found && unreadable.isEmpty()) {
      throw Failure.CONTENT_NOT_FOUND.exception(
          "none of %d backups has \"%s\" on \"%s\""
              .formatted(backups.size(), options.key(), reference),
          "`nessie-backup ls latest %s` lists what the newest one has there.".formatted(reference));
    }
    return new ContentHistoryReport(options.key(), reference, backups.size(), spans, unreadable);
  }

  private List<Manifest> listed() {
    List<Manifest> backups = new ArrayList<>();
    for (BackupEntry entry : vault.backups().list()) {
      switch (entry) {
        case BackupEntry.Listed listed -> backups.add(listed.manifest());
        case BackupEntry.Unreadable bad ->
            unreadable.add(new UnreadableBackup(bad.id(), bad.reason().getMessage()));
      }
    }
    return backups;
  }

  private String defaultBranch(List<Manifest> backups) {
    return with(backups.getLast(), BrowsedCatalog::defaultBranch)
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "the newest backup does not say which branch is the default one",
                    "Name a branch or tag with --ref."));
  }

  private void look(Manifest backup, String reference) {
    try {
      seen = with(backup, catalog -> state(catalog, reference));
      add(new Moment(backup.id(), backup.snapshotAt()), seen.state());
    } catch (BackupException e) {
      if (!e.failure().isOfOneBackup()) {
        throw e;
      }
      unreadable.add(new UnreadableBackup(backup.id(), e.getMessage()));
    }
  }

  private Seen state(BrowsedCatalog catalog, String reference) {
    Optional<ObjectId> head = catalog.head(reference);
    if (head.equals(seen.head())) {
      return seen;
    }
    if (head.isEmpty()) {
      return new Seen(head, Optional.empty(), new State.NoReference());
    }
    Optional<ObjectId> value =
        Optional.ofNullable(
                catalog.reader().keys(head.get(), Optional.of(options.key())).get(options.key()))
            .flatMap(IndexEntry::value);
    if (value.isEmpty()) {
      return new Seen(head, value, new State.NoContent());
    }
    if (value.equals(seen.value())) {
      return new Seen(head, value, seen.state());
    }
    NessieContent content = catalog.reader().contents(List.of(value.get())).get(value.get());
    return new Seen(head, value, new State.Present(content));
  }

  private void add(Moment moment, State state) {
    if (!spans.isEmpty() && spans.getLast().state().equals(state)) {
      Span last = spans.removeLast();
      spans.add(new Span(last.first(), moment, last.backups() + 1, state));
    } else {
      spans.add(new Span(moment, moment, 1, state));
    }
  }

  private <T> T with(Manifest backup, Function<BrowsedCatalog, T> look) {
    try (BackupCatalog source =
        BackupCatalog.open(vault, backup.id().value(), options.jobs(), context)) {
      return look.apply(BrowsedCatalog.of(source, options.repository()));
    }
  }
}
