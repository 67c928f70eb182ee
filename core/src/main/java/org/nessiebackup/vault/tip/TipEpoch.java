package org.nessiebackup.vault.tip;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.vault.backups.ParentLookup;

/**
 * All tips that build on one backup. Each holds what became reachable since the one before, so it
 * is of use together with all before it.
 *
 * @param base the backup
 * @param tips those that can be used, in order, from number 1 without a gap; each was checked
 *     against the one before, the backup, and who may sign
 * @param checksum the checksum that the last of them has of itself; absent if there are none
 * @param damage why those after them cannot be used; absent if there are no others
 */
public record TipEpoch(
    ParentLookup.Identified base,
    List<Tip> tips,
    Optional<String> checksum,
    Optional<BackupException> damage) {
  /** Takes its own copy of the list. */
  public TipEpoch {
    tips = List.copyOf(tips);
  }

  /** The same without those behind one of them. */
  public TipEpoch upTo(Tip last) {
    return last.number() == tips.size()
        ? new TipEpoch(base, tips, checksum, Optional.empty())
        : new TipEpoch(
            base,
            tips.subList(0, (int) last.number()),
            tips.get((int) last.number()).place().previousSha256(),
            Optional.empty());
  }

  /** The last one that can be used. */
  public Optional<Tip> last() {
    return tips.isEmpty() ? Optional.empty() : Optional.of(tips.getLast());
  }

  /**
   * What has to be read, in this order, to know the references as of a tip: the last of these has
   * them. None if they are those of the backup.
   */
  public List<Tip> references(Tip asOf) {
    Optional<Tip> having =
        tips.reversed().stream()
            .filter(each -> each.number() <= asOf.number() && each.references().isPresent())
            .findFirst();
    Optional<Long> alone =
        having
            .flatMap(Tip::references)
            .flatMap(TipRows::dictionary)
            .flatMap(TipRows.Dictionary::tips)
            .map(TipRows.Dictionary.Range::last);
    return Stream.concat(
            tips.stream().filter(each -> alone.equals(Optional.of(each.number()))), having.stream())
        .toList();
  }

  /** What has to be read, in this order, to have all objects as of a tip. */
  public List<Tip> objects(Tip asOf) {
    return tips.stream()
        .filter(each -> each.number() <= asOf.number() && each.objects().isPresent())
        .toList();
  }
}
