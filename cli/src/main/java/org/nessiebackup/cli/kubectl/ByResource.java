package org.nessiebackup.cli.kubectl;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.request.DeclaredCatalog;
import org.nessiebackup.kubernetes.request.Request;
import org.nessiebackup.kubernetes.request.RequestResult;
import org.nessiebackup.kubernetes.request.RequestStep;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operator does because somebody asks for it by a resource. Whoever asks needs no right on
 * Jobs, and neither the database nor the vault.
 *
 * @param cluster where it is asked
 * @param console where it is told
 * @param limit how long something is waited for
 */
record ByResource(Cluster cluster, Console console, Duration limit) {
  /**
   * Has a wish done.
   *
   * @param instance the name of the catalog; the only one if absent
   * @return the exit status; empty if no catalog is declared, or nothing can be taken back
   */
  OptionalInt run(Wish wish, Optional<String> instance) {
    if (wish instanceof Wish.Approve approve) {
      return OptionalInt.of(approve(approve.digest()));
    }
    Optional<String> named =
        wish instanceof Wish.Status status ? status.catalog() : Optional.empty();
    Optional<DeclaredCatalog> catalog = DeclaredCatalog.find(cluster, named.or(() -> instance));
    if (catalog.isEmpty() && named.isPresent()) {
      throw Failure.USAGE.exception(
          "there is no NessieCatalog \"%s\" in namespace \"%s\""
              .formatted(named.get(), cluster.namespace()),
          "kubectl get nessiecatalogs -A shows them.");
    }
    return catalog.isEmpty() ? OptionalInt.empty() : run(wish, catalog.get());
  }

  private OptionalInt run(Wish wish, DeclaredCatalog catalog) {
    return switch (wish) {
      case Wish.Status status ->
          OptionalInt.of(new CatalogStatus(cluster, console, limit).show(catalog));
      case Wish.Backup backup -> OptionalInt.of(backup(catalog, backup));
      case Wish.Drill drill ->
          OptionalInt.of(
              ask(
                  catalog,
                  ObjectKind.NESSIE_DRILL,
                  spec(catalog, drill.source()),
                  RequestStep.DRILL));
      case Wish.Restore restore -> OptionalInt.of(restore(catalog, restore));
      case Wish.Approve approve -> OptionalInt.of(approve(approve.digest()));
      case Wish.Undo undo -> undo(catalog, undo);
    };
  }

  private int backup(DeclaredCatalog catalog, Wish.Backup backup) {
    ObjectNode spec = catalog.spec();
    spec.put(
        "type",
        backup
            .type()
            .or(() -> ObjectFields.text(catalog.object().at("/spec/backup/type")))
            // As the chart's schedule has it.
            .orElse("full"));
    if (!backup.tags().isEmpty()) {
      ArrayNode tags = spec.putArray("tags");
      backup.tags().forEach(tags::add);
    }
    return ask(catalog, ObjectKind.NESSIE_BACKUP, spec, RequestStep.BACKUP);
  }

  private static ObjectNode spec(DeclaredCatalog catalog, Wish.Source source) {
    ObjectNode spec = catalog.spec();
    ObjectNode from = spec.putObject("source");
    if (source.to().isPresent()) {
      from.put("to", source.to().get());
      if (source.exclusive()) {
        from.put("exclusive", true);
      }
    } else {
      from.put("backup", source.backup().orElse("latest"));
    }
    return spec;
  }

  private int ask(DeclaredCatalog catalog, ObjectKind kind, ObjectNode spec, RequestStep step) {
    return follow(make(catalog, kind, spec), step);
  }

  private Request make(DeclaredCatalog catalog, ObjectKind kind, ObjectNode spec) {
    Request request = Request.make(catalog, kind, spec);
    console.note(
        "asked for by %s \"%s\"; it goes on without this".formatted(kind.kind(), request.name()));
    return request;
  }

  private int follow(Request request, RequestStep step) {
    RequestResult result = request.await(step, limit, console::relay);
    if (!result.done() && !result.toldByLog()) {
      throw result.failure().exception(result.message());
    }
    console.note(
        "%s \"%s\" has %s and stays"
            .formatted(
                request.kind().kind(), request.name(), result.done() ? "been done" : "failed"));
    return result.exitCode();
  }

  private int restore(DeclaredCatalog catalog, Wish.Restore wish) {
    Request request = make(catalog, ObjectKind.NESSIE_RESTORE, spec(catalog, wish.source()));
    RequestResult planned = request.await(RequestStep.PLAN, limit, line -> {});
    if (!planned.done()) {
      throw planned.failure().exception("there is no plan: " + planned.message());
    }
    JsonNode restore = request.read();
    String digest = show(restore);
    if (wish.dryRun()) {
      return 0;
    }
    if (!wish.yes()) {
      confirm(catalog.name(), digest);
    }
    return carryOut(request, digest);
  }

  private String show(JsonNode restore) {
    CatalogText.plan(restore).forEach(console::relay);
    String digest = restore.at("/status/planDigest").asString("");
    console.note(
        "it is carried out by `kubectl nessie-backup restore --approve %s`".formatted(digest));
    return digest;
  }

  private void confirm(String catalog, String digest) {
    try {
      console.confirm("Restore the catalog \"%s\" as planned?".formatted(catalog));
    } catch (BackupException e) {
      throw Failure.TARGET_GUARDED.exception(
          "not confirmed: it is planned, and nothing else was done",
          "restore --approve %s carries it out, also for somebody else.".formatted(digest),
          e);
    }
  }

  private int approve(String digest) {
    Request request =
        Request.planned(cluster, digest)
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "no NessieRestore in namespace \"%s\" has a plan of the digest \"%s\""
                            .formatted(cluster.namespace(), digest),
                        "kubectl get nessierestores shows them."));
    CatalogText.plan(request.read()).forEach(console::relay);
    return carryOut(request, digest);
  }

  private int carryOut(Request request, String digest) {
    request.approve(digest);
    return follow(request, RequestStep.RESTORE);
  }

  private OptionalInt undo(DeclaredCatalog catalog, Wish.Undo wish) {
    Optional<Request> found =
        wish.restore()
            .map(name -> new Request(cluster, ObjectKind.NESSIE_RESTORE, name))
            .or(() -> Request.undoable(catalog));
    if (found.isEmpty()) {
      console.note(
          "no NessieRestore of \"%s\" can be taken back: asking the database for what was restored from here"
              .formatted(catalog.name()));
      return OptionalInt.empty();
    }
    return OptionalInt.of(undo(found.get(), wish));
  }

  private int undo(Request request, Wish.Undo wish) {
    JsonNode restore = request.read();
    console.relay(
        "NessieRestore %s, completed %s, of %s"
            .formatted(
                request.name(),
                restore.at("/status/completedAt").asString("never"),
                restore.at("/status/plan/point").asString("an unknown point")));
    if (ObjectFields.text(restore.at("/status/keptSchema")).isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
          "the NessieRestore \"%s\" has put no tables aside".formatted(request.name()),
          "Only what has replaced the catalog as a whole, and is complete, can be taken back.");
    }
    if (wish.dryRun()) {
      return 0;
    }
    if (!wish.yes()) {
      console.confirm("Stop Nessie and bring the former tables back?");
    }
    request.undo();
    return follow(request, RequestStep.UNDO);
  }
}
