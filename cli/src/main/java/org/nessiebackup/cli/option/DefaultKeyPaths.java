package org.nessiebackup.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.nessiebackup.cli.console.Invocation;

/**
 * Where keys are if nobody says otherwise: a folder of the user's own.
 *
 * @param folder the folder; absent where the environment names none
 */
public record DefaultKeyPaths(Optional<Path> folder) {
  /** As the environment says: {@code XDG_CONFIG_HOME}, else {@code .config} in {@code HOME}. */
  public static DefaultKeyPaths of(Invocation invocation) {
    return new DefaultKeyPaths(invocation.configuration());
  }

  /** The host key of a vault. */
  public Optional<Path> hostKey(String shortId) {
    return folder.map(each -> each.resolve("host-key-" + shortId + ".pem"));
  }

  /** The identity that was made with a vault. */
  public Optional<Path> identity(String shortId) {
    return folder.map(each -> each.resolve("identity-" + shortId + ".txt"));
  }
}
