package org.nessiebackup.operator.declaration;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.operator.resource.NessieCatalog;
import org.nessiebackup.operator.resource.NessieVault;
import org.nessiebackup.operator.template.CatalogObjects;
import org.nessiebackup.operator.template.Installation;
import org.nessiebackup.operator.values.Values;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds what is declared.
 *
 * @param client the way to the API server
 * @param defaults what a catalog need not say
 */
public record Declarations(KubernetesClient client, Defaults defaults) {
  /**
   * What a catalog need not say.
   *
   * @param image what is run
   * @param serviceAccount of pods that may nothing in the API
   * @param version of the program
   */
  public record Defaults(String image, String serviceAccount, String version) {}

  /** A catalog by its name, with its vault. */
  public Declaration of(String namespace, String name) {
    return Optional.ofNullable(
            client.resources(NessieCatalog.class).inNamespace(namespace).withName(name).get())
        .filter(catalog -> catalog.getMetadata().getDeletionTimestamp() == null)
        .map(this::of)
        .orElseGet(
            () ->
                new Declaration.Lacking(
                    "CatalogNotFound", "there is no NessieCatalog \"%s\"".formatted(name)));
  }

  /** A catalog with its vault. */
  public Declaration of(NessieCatalog catalog) {
    String vault = vault(catalog);
    NessieVault found =
        client
            .resources(NessieVault.class)
            .inNamespace(catalog.getMetadata().getNamespace())
            .withName(vault)
            .get();
    return found == null
        ? new Declaration.Lacking(
            "VaultNotFound", "there is no NessieVault \"%s\"".formatted(vault))
        : of(catalog, found);
  }

  private Declaration of(NessieCatalog catalog, NessieVault vault) {
    try {
      Values values = Values.of(catalog.getSpec(), named(vault));
      return new Declaration.Whole(new CatalogObjects(installation(catalog), values));
    } catch (BackupException e) {
      return new Declaration.Lacking("SpecInvalid", message(e));
    }
  }

  /** A claim that has no name of its own has the vault's: several catalogs may use it. */
  private static ObjectNode named(NessieVault vault) {
    ObjectNode spec = vault.getSpec().deepCopy();
    ObjectNode claim = spec.withObject("/claim");
    if (claim.path("name").asString("").isEmpty()) {
      claim.put("name", Installation.objectName(vault.getMetadata().getName()));
    }
    return spec;
  }

  private Installation installation(NessieCatalog catalog) {
    String name = catalog.getMetadata().getName();
    String account = catalog.getSpec().path("serviceAccount").asString("");
    return new Installation(
        name,
        Installation.objectName(name),
        catalog.getMetadata().getNamespace(),
        account.isEmpty() ? defaults.serviceAccount() : account,
        defaults.image(),
        defaults.version());
  }

  /** The vault that a catalog names. */
  public static String vault(NessieCatalog catalog) {
    return catalog.getSpec().at("/vaultRef/name").asString("");
  }

  private static String message(BackupException e) {
    return e.hint().map(hint -> e.getMessage() + ". " + hint).orElse(e.getMessage());
  }
}
