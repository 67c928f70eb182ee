package org.nessiebackup.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.rows.BackupRows;
import org.nessiebackup.vault.rows.TipRowsReader;
import org.nessiebackup.vault.tip.TipEpoch;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;
import org.nessiebackup.verify.VerifyReport.TipResult;

/**
 * Whether the tips of a backup can be used: each document, that they follow on each other, and,
 * with an identity, every row. Where the next backup builds on the same one, it has in its own rows
 * what became reachable meanwhile, as a snapshot of the server saw it; so objects of tips of before
 * are compared with it.
 */
record TipCheck(Vault vault, WorkContext context) {
  private static final ByteSink NOWHERE = (bytes, offset, length) -> {};

  /** Looks at the tips of a backup that is sound. */
  TipResult run(Manifest base, boolean quick) {
    TipEpoch epoch = vault.tips().epoch(vault.backups().identified(base.id()));
    List<Finding> findings = new ArrayList<>();
    epoch
        .damage()
        .ifPresent(
            reason ->
                findings.add(
                    Finding.of(
                        reason.failure() == Failure.UNTRUSTED
                            ? Kind.TIP_UNTRUSTED
                            : Kind.TIP_DAMAGED,
                        "tips behind %d cannot be used: %s"
                            .formatted(epoch.tips().size(), reason.getMessage()))));
    TipObjects objects = new TipObjects();
    if (!quick && !epoch.tips().isEmpty()) {
      try {
        read(epoch, objects);
      } catch (BackupException e) {
        if (!e.failure().isOfOneBackup()) {
          throw e;
        }
        findings.add(Finding.of(Kind.TIP_UNREADABLE, e.getMessage()));
      }
    }
    return new TipResult(base.id(), epoch.tips().size(), objects.compared(), findings);
  }

  private void read(TipEpoch epoch, TipObjects objects) {
    Manifest base = epoch.base().manifest();
    StoreType type = StoreType.of(base.source().storeType()).orElseThrow();
    BackupChain chain = vault.backups().chain(epoch.base());
    TipRowsReader references = TipRowsReader.ofReferences(vault, chain, type.references());
    TipRowsReader rows = TipRowsReader.ofObjects(vault, chain, type.objects());
    Optional<Manifest> next =
        vault
            .backups()
            .after(base)
            .filter(each -> each.parent().equals(Optional.of(base.id())))
            .filter(each -> type == StoreType.JDBC2);
    TableShape shape = base.table(type.objects()).orElseThrow().shape();
    for (Tip tip : epoch.tips()) {
      context.cancellation().check();
      tip.references().ifPresent(each -> references.read(tip, each, NOWHERE));
      boolean before =
          next.filter(each -> !tip.moment().seenAt().isAfter(each.snapshotAt())).isPresent();
      tip.objects()
          .ifPresent(each -> rows.read(tip, each, before ? objects.remembering(shape) : NOWHERE));
    }
    next.ifPresent(each -> compare(each, type, objects));
  }

  private void compare(Manifest next, StoreType type, TipObjects objects) {
    BackupRows rows =
        new BackupRows(vault, vault.backups().chain(next.id()), "`verify --all` shows more.");
    for (BackupRows.Part part : rows.parts(type.objects())) {
      if (part.from().backup().id().equals(next.id())) {
        rows.read(part, objects.comparing(part.table().shape()));
      }
    }
    if (objects.different() > 0) {
      throw Failure.DAMAGED.exception(
          "%d objects of tips are others than backup \"%s\" has, such as %s"
              .formatted(objects.different(), next.id(), objects.example()));
    }
  }
}
