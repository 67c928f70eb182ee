package org.nessiebackup.vault.backups;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.Lineage;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;

/**
 * A backup and all those it builds on.
 *
 * @param members the full one first, each building on the one before
 * @param sha256 the checksum of the newest one's first manifest, by which the next one would refer
 *     to it
 */
public record BackupChain(List<Manifest> members, String sha256) {
  /** A longer chain is not read; ours are far shorter. */
  public static final int LONGEST = 64;

  /** Takes its own copy of the list, which begins with a full backup, the only one. */
  public BackupChain {
    members = List.copyOf(members);
    for (int i = 0; i < members.size(); i++) {
      Optional<BackupId> before = i == 0 ? Optional.empty() : Optional.of(members.get(i - 1).id());
      if (!members.get(i).parent().equals(before)) {
        throw new IllegalArgumentException("backups that do not build on each other are no chain");
      }
    }
  }

  static BackupChain read(Backups backups, ParentLookup.Identified newest) {
    Deque<Manifest> members = new ArrayDeque<>(List.of(newest.manifest()));
    while (members.getFirst().type() == BackupType.INCREMENTAL) {
      if (members.size() == LONGEST) {
        throw damaged(
            newest.manifest().id(), "it builds on more than %d others".formatted(LONGEST), null);
      }
      members.addFirst(parent(backups, members.getFirst()));
    }
    BackupChain chain = new BackupChain(List.copyOf(members), newest.sha256());
    newest.manifest().tables().forEach(table -> chain.layers(table.name()));
    return chain;
  }

  private static Manifest parent(Backups backups, Manifest child) {
    return switch (backups.parent(child)) {
      case ParentLookup.Found found -> found.parent();
      case ParentLookup.Missing missing -> throw damaged(child.id(), missing.message(), null);
      case ParentLookup.Changed changed ->
          throw damaged(child.id(), changed.message(), changed.cause().orElse(null));
    };
  }

  /** The backup that all is about. */
  public Manifest newest() {
    return members.getLast();
  }

  /** The one that needs no other. */
  public Manifest full() {
    return members.getFirst();
  }

  /** The part of it that ends with one of its members. */
  public BackupChain upTo(int member) {
    String checksum =
        member == depth() ? sha256 : members.get(member + 1).parentSha256().orElseThrow();
    return new BackupChain(members.subList(0, member + 1), checksum);
  }

  /** What a backup says that builds on the newest one. */
  public Lineage next() {
    return Lineage.after(newest().id(), sha256);
  }

  /** On how many others it builds; 0 if it is full. */
  public int depth() {
    return members.size() - 1;
  }

  /**
   * Where the rows of a table are: the newest backup that stores it whole, and what later ones
   * changed.
   *
   * @return oldest first
   * @throws BackupException {@link Failure#DAMAGED} if the backups do not speak of the same table
   */
  public List<Layer> layers(String table) {
    TableEntry target = entry(newest(), table);
    List<Layer> layers = new ArrayList<>();
    for (Manifest member : members.reversed()) {
      TableEntry entry = entry(member, table);
      if (!entry.shape().equals(target.shape())) {
        throw damaged(
            newest().id(), "table \"%s\" had other columns before".formatted(table), null);
      }
      layers.addFirst(new Layer(member, entry));
      if (entry.changes().isEmpty()) {
        break;
      }
    }
    if (layers.size() > 1 && target.shape().leadingKey() == 0) {
      throw damaged(newest().id(), "table \"%s\" has no key in front".formatted(table), null);
    }
    return List.copyOf(layers);
  }

  private TableEntry entry(Manifest member, String table) {
    return member
        .table(table)
        .orElseThrow(
            () ->
                damaged(
                    newest().id(),
                    "its parent \"%s\" has no table \"%s\"".formatted(member.id(), table),
                    null));
  }

  private static BackupException damaged(BackupId id, String why, Throwable cause) {
    return Failure.DAMAGED.exception(
        "backup \"%s\" cannot be restored: %s".formatted(id, why),
        "Bring the files of that backup back from a copy of the vault, or use another backup;"
            + " `verify --all` shows which are whole.",
        cause);
  }

  /**
   * What one backup of a chain has of a table.
   *
   * @param backup the backup
   * @param table what it stores
   */
  public record Layer(Manifest backup, TableEntry table) {}
}
