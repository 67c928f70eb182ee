package org.nessiebackup.vault.tip;

import java.util.Optional;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.segment.SegmentDictionary;

/**
 * Every tip with references has all of them, of which few have moved. So they are compressed with
 * those of one tip that stands alone, as long as that helps: a reader needs two tips at most.
 */
final class ReferenceHistory implements RowHistory {
  private Choice alone = Choice.NOTHING;
  private long aloneBytes;
  private boolean worn = true;

  @Override
  public Choice next() {
    return worn ? Choice.NOTHING : alone;
  }

  @Override
  public void published(long number, TipRows stored, Optional<SegmentDictionary> rows) {
    if (stored.dictionary().isPresent()) {
      worn = stored.storedBytes() > aloneBytes / 2;
      return;
    }
    TipRows.Dictionary described =
        new TipRows.Dictionary(
            Optional.empty(), Optional.of(new TipRows.Dictionary.Range(number, number)));
    alone = new Choice(Optional.of(described), rows);
    aloneBytes = stored.storedBytes();
    worn = rows.isEmpty();
  }
}
