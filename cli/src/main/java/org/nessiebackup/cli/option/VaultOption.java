package org.nessiebackup.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import picocli.CommandLine.Mixin;

/**
 * Where the backups are, and what this host knows of whoever signs them: every command that opens a
 * vault holds it against that.
 */
public final class VaultOption {
  @Mixin VaultPlaceOption place;
  @Mixin HostKeyOption hostKey;
  @Mixin TrustedKeyOption trusted;

  /**
   * Opens the vault to read it, with the keys that options give.
   *
   * @param console hears warnings
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#UNTRUSTED} if what is
   *     known here says that this is not the vault it was
   */
  public Vault open(Invocation invocation, Console console, KeySource... sources) {
    Vault opened = openToWrite(invocation, console, sources);
    opened.keys().requireOwn();
    return opened;
  }

  /**
   * The same for who writes to it, or shows whose keys it has, and says by himself which host key
   * is the right one.
   */
  public Vault openToWrite(Invocation invocation, Console console, KeySource... sources) {
    KeySource[] all = new KeySource[sources.length + 2];
    all[0] = hostKey;
    all[1] = trusted;
    System.arraycopy(sources, 0, all, 2, sources.length);
    return open(store(invocation, console), invocation, console, all);
  }

  /** Opens another vault just so, such as the one that the settings of a job name. */
  public static Vault open(
      ObjectStore store, Invocation invocation, Console console, KeySource... sources) {
    Vault opened = Vault.open(store);
    return opened
        .withAccess(access(opened.description(), invocation, console, sources))
        .by(invocation.clock());
  }

  /** What this host knows of whoever signs in a vault that says this of itself. */
  public VaultAccess known(VaultDescription vault, Invocation invocation, Console console) {
    return access(vault, invocation, console, hostKey, trusted);
  }

  private static VaultAccess access(
      VaultDescription vault, Invocation invocation, Console console, KeySource... sources) {
    KeySource.Request request = new KeySource.Request(vault, invocation, console::warn);
    VaultAccess access = VaultAccess.NONE;
    for (KeySource source : sources) {
      access = source.add(access, request);
    }
    return access;
  }

  /** The option that names the host key. */
  public HostKeyOption hostKey() {
    return hostKey;
  }

  /** The option that names whom to trust. */
  public TrustedKeyOption trusted() {
    return trusted;
  }

  /** As {@link VaultPlaceOption#contains}. */
  public boolean contains(Path file) {
    return place.contains(file);
  }

  /** As {@link VaultPlaceOption#given}. */
  public boolean given() {
    return place.given();
  }

  /** As {@link VaultPlaceOption#name}. */
  public String name() {
    return place.name();
  }

  /** As {@link VaultPlaceOption#folder}. */
  public Optional<Path> folder() {
    return place.folder();
  }

  /** As {@link VaultPlaceOption#store}. */
  public ObjectStore store(Invocation invocation, Console console) {
    return place.store(invocation, console);
  }
}
