package org.nessiebackup.cli.output;

import org.nessiebackup.vault.Vault;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code init} did.
 *
 * @param vault the vault
 * @param created whether it was made just now
 */
public record VaultView(Vault vault, boolean created) implements View {
  @Override
  public String command() {
    return "init";
  }

  @Override
  public void text(TextPage page) {
    page.line("%s vault in \"%s\"".formatted(created ? "made a" : "there is a", vault.location()));
    page.field("id", vault.description().id());
    page.field("made", Text.time(vault.description().created()));
    page.field("encryption", vault.description().encryption());
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("created", created);
    ObjectNode node = summary.putObject("vault");
    node.put("location", vault.location());
    node.put("id", vault.description().id());
    node.put("created_at", Json.time(vault.description().created()));
    node.put("tool", vault.description().tool());
    node.put("encryption", vault.description().encryption());
  }
}
