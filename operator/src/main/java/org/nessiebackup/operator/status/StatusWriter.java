package org.nessiebackup.operator.status;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.operator.resource.Conditioned;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.StatusCondition;

/**
 * Writes what is said of resources.
 *
 * @param client the way to the API server
 * @param context hears what becomes so and should not
 * @param notes hears what becomes so, for the log
 * @param gauges show what is so
 * @param transitions what is to be told
 */
public record StatusWriter(
    KubernetesClient client,
    WorkContext context,
    Consumer<String> notes,
    ConditionGauges gauges,
    Transitions transitions) {
  /** Who changes objects, as the API server remembers it. */
  public static final String MANAGER = "nessie-backup-operator";

  /** Words of Kubernetes and of ours that call nobody. */
  private static final Set<String> BETWEEN = Set.of("Running", "Planning", "AwaitingApproval");

  private static final Set<Integer> REFUSALS =
      Set.of(
          HttpURLConnection.HTTP_BAD_REQUEST,
          HttpURLConnection.HTTP_FORBIDDEN,
          HttpURLConnection.HTTP_NOT_FOUND,
          422);

  /** Nothing has happened yet that could be told. */
  private static final String NOT_ASKED = "NotAsked";

  /** The current time. */
  public Instant now() {
    return context.clock().instant();
  }

  /**
   * What a reconciliation ends with.
   *
   * @param resource as it was read
   * @param blank makes another one of its kind
   * @param status what is said of it now
   * @param conditions those of that status
   */
  public <S, R extends CustomResource<?, S> & Conditioned> UpdateControl<R> answer(
      R resource, Supplier<R> blank, S status, Conditions conditions) {
    if (Objects.equals(status, resource.getStatus())) {
      return UpdateControl.noUpdate();
    }
    transitions.add(resource, conditions.since(resource.conditions()));
    R changed = blank.get();
    // What is not ours is not sent: server-side apply would make it ours.
    changed.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .build());
    changed.setStatus(status);
    return UpdateControl.patchStatus(changed);
  }

  /** Tells what has become so, once it is written. */
  public void written(HasMetadata resource) {
    transitions
        .written(resource)
        .ifPresent(
            change ->
                change.conditions().stream()
                    .filter(said -> !said.reason().equals(NOT_ASKED))
                    .forEach(said -> announce(change.resource(), said)));
  }

  /** Tells why something was not done, which is tried again. */
  public void failed(HasMetadata resource, Exception trouble) {
    String why =
        trouble instanceof KubernetesClientException refused
            ? message(refused)
            : trouble.toString();
    if (transitions.failed(resource, why)) {
      context
          .progress()
          .warning(
              "%s %s/%s is tried again: %s"
                  .formatted(
                      resource.getKind(),
                      resource.getMetadata().getNamespace(),
                      resource.getMetadata().getName(),
                      why));
    }
  }

  /** What trying again does not change, but somebody who changes the resource or a Role. */
  public static boolean isRefusal(KubernetesClientException e) {
    return REFUSALS.contains(e.getCode());
  }

  /** What the API server says, without what the client says around it. */
  public static String message(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getMessage() == null
        ? String.valueOf(e.getMessage())
        : e.getStatus().getMessage();
  }

  private void announce(Conditioned resource, StatusCondition said) {
    boolean good = said.status().equals("True") || BETWEEN.contains(said.reason());
    String where =
        "%s %s/%s"
            .formatted(
                resource.getKind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName());
    String line =
        "%s: %s is %s (%s) %s"
            .formatted(where, said.type(), said.status(), said.reason(), said.message());
    if (good) {
      notes.accept(line.strip());
    } else {
      context.progress().warning(line.strip());
    }
    event(resource, said, good ? "Normal" : "Warning");
  }

  /** An event is for people: that one cannot be written keeps nothing from going on. */
  private void event(Conditioned resource, StatusCondition said, String type) {
    String time = Conditions.moment(now());
    try {
      client
          .resource(
              new EventBuilder()
                  .withNewMetadata()
                  .withGenerateName(resource.getMetadata().getName() + ".")
                  .withNamespace(resource.getMetadata().getNamespace())
                  .endMetadata()
                  .withNewInvolvedObject()
                  .withApiVersion(resource.getApiVersion())
                  .withKind(resource.getKind())
                  .withName(resource.getMetadata().getName())
                  .withNamespace(resource.getMetadata().getNamespace())
                  .withUid(resource.getMetadata().getUid())
                  .endInvolvedObject()
                  .withType(type)
                  .withReason(said.reason())
                  .withMessage(shortened(said.type() + ": " + said.message()))
                  .withFirstTimestamp(time)
                  .withLastTimestamp(time)
                  .withEventTime(new MicroTime(time.replace("Z", ".000000Z")))
                  .withCount(1)
                  .withAction(said.type())
                  .withReportingComponent("nessie-backup.org/operator")
                  .withReportingInstance(MANAGER)
                  .withNewSource()
                  .withComponent(MANAGER)
                  .endSource()
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      context
          .progress()
          .detail(Progress.Detail.VERBOSE, () -> "an event was not written: " + e.getMessage());
    }
  }

  /** Kubernetes takes a message of 1,024 bytes. */
  private static String shortened(String message) {
    return message.length() > 250 ? message.substring(0, 250) + "…" : message;
  }
}
