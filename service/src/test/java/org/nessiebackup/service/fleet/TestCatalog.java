package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.journal.JournalOptions;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.vault.Vault;

/**
 * A catalog of a service without an identity.
 *
 * @param opened its vault, which a test has made
 */
public record TestCatalog(String name, Supplier<Vault> opened) implements ServedCatalog {
  /** Who is not there any more. */
  public static final String GONE = "host here, process 4711";

  /** One whose vault is not there. */
  public static TestCatalog withoutVault(String name) {
    return new TestCatalog(
        name,
        () -> {
          throw Failure.STORE.exception("not there");
        });
  }

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

  @Override
  public String redacted(String message) {
    return message.replace("hunter2", "***");
  }

  @Override
  public String place() {
    return "/backup/" + name;
  }

  @Override
  public Database database() {
    throw Failure.USAGE.exception("no server is named");
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
  public Optional<JournalOptions> journal() {
    return Optional.empty();
  }

  @Override
  public Optional<ServedReplica> replica() {
    return Optional.empty();
  }

  @Override
  public boolean seemsGone(String owner) {
    return owner.equals(GONE);
  }

  @Override
  public boolean readsBackups() {
    return false;
  }
}
