package org.nessiebackup.service.fleet;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.service.run.Run;

/** Hears what has come of looks at vaults. */
interface FleetListener {
  /**
   * A vault was read.
   *
   * @param runs those that were not known before
   */
  void read(String catalog, Optional<VaultKnowledge> before, VaultKnowledge now, List<Run> runs);

  /** It could not be read. */
  void failed(String catalog);
}
