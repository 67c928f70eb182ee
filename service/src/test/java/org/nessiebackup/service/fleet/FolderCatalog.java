package org.nessiebackup.service.fleet;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.vault.Vault;

/** A catalog whose vault a test has made. */
public record FolderCatalog(String name, Supplier<Vault> opened) implements ServedCatalog {
  @Override
  public Vault vault() {
    return opened.get();
  }

  @Override
  public List<String> arguments() {
    return List.of("--catalog", name);
  }

  @Override
  public StatusOptions thresholds() {
    return new StatusOptions(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
