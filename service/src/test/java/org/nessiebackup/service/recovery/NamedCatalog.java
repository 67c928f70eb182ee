package org.nessiebackup.service.recovery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.vault.Vault;

/** A catalog of which nothing is known but its name. */
record NamedCatalog(String name) implements ServedCatalog {
  @Override
  public Vault vault() {
    throw Failure.STORE.exception("not there");
  }

  @Override
  public List<String> arguments() {
    return List.of("--catalog", name);
  }

  @Override
  public StatusOptions thresholds() {
    return new StatusOptions(Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Override
  public String redacted(String message) {
    return message;
  }

  @Override
  public String place() {
    return "nowhere";
  }

  @Override
  public Database database() {
    throw Failure.USAGE.exception("no database is given");
  }

  @Override
  public Optional<String> schema() {
    return Optional.empty();
  }

  @Override
  public Optional<TableSet> tables() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> tipInterval() {
    return Optional.empty();
  }

  @Override
  public boolean seemsGone(String owner) {
    return false;
  }

  @Override
  public boolean readsBackups() {
    return true;
  }
}
