package org.nessiebackup.cli.vault;

import java.nio.file.Path;
import java.util.Optional;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.report.VaultJson;
import org.nessiebackup.report.VaultJson.NewKeyFiles;
import org.nessiebackup.vault.Vault;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code init} did.
 *
 * @param vault the vault
 * @param keys where its keys are; absent if it was there already
 */
record VaultView(Vault vault, Optional<NewKeyFiles> keys) implements View {
  private static final String ABOUT_IDENTITY =
      "Whoever has the identity can read every backup. Without it nobody can, not even you: there"
          + " is no other way back. Keep copies in two safe places away from this host, try one of"
          + " them (verify latest --identity FILE), then remove the file here. A host that makes"
          + " backups needs only the host key.";

  private static final String ABOUT_HOST_KEY =
      "The host key signs backups and reads no rows. Each host that makes backups of this catalog"
          + " needs it; restores do not. If it is lost or stolen, see \"Keys\" in the guide.";

  private boolean created() {
    return keys.isPresent();
  }

  @Override
  public void text(TextPage page) {
    page.line(
        "%s vault in \"%s\"".formatted(created() ? "made a" : "there is a", vault.location()));
    page.field("id", vault.description().id());
    page.field("made", Text.time(vault.description().created()));
    page.field("encryption", vault.description().encryption());
    VaultSettings settings = vault.settings().current();
    settings.recipients().forEach(recipient -> page.field("recipient", recipient));
    settings.signingKeys().stream().findFirst().ifPresent(key -> page.field("signed by", key));
    Optional<Path> identity = keys.flatMap(NewKeyFiles::identity);
    Optional<Path> hostKey = keys.flatMap(NewKeyFiles::hostKey);
    identity.ifPresent(file -> page.field("identity", file.toString()));
    hostKey.ifPresent(file -> page.field("host key", file.toString()));
    identity.ifPresent(file -> paragraph(page, ABOUT_IDENTITY));
    hostKey.ifPresent(file -> paragraph(page, ABOUT_HOST_KEY));
  }

  private static void paragraph(TextPage page, String text) {
    page.line("");
    page.line(text);
  }

  @Override
  public void json(ObjectNode summary) {
    VaultJson.MADE.write(summary, new VaultJson.Made(vault, keys));
  }
}
