package org.nessiebackup.kubernetes.cluster;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the cluster says of others: whose a token is, and what he may do.
 *
 * @param cluster who is asked
 * @param audiences whom tokens are for; empty for those that are for the API server itself
 */
public record Reviews(Cluster cluster, List<String> audiences) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Copies the list. */
  public Reviews {
    audiences = List.copyOf(audiences);
  }

  /**
   * Whose a token is, as the member {@code user} of a TokenReview says it: {@code username}, {@code
   * uid}, {@code groups}, {@code extra}.
   *
   * @return empty if the cluster does not take it
   */
  public Optional<JsonNode> user(String token) {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenReview");
    ObjectNode spec = review.putObject("spec").put("token", token);
    if (!audiences.isEmpty()) {
      audiences.forEach(spec.putArray("audiences")::add);
    }
    JsonNode status =
        send("cannot ask whose a token is", "/apis/authentication.k8s.io/v1/tokenreviews", review);
    boolean good =
        status.path("authenticated").asBoolean(false)
            && isForUs(status)
            && !status.path("user").path("username").asString("").isEmpty();
    return good ? Optional.of(status.path("user")) : Optional.empty();
  }

  /** An authenticator that knows nothing of audiences takes every token, and names none. */
  private boolean isForUs(JsonNode status) {
    return audiences.isEmpty()
        || status
            .path("audiences")
            .valueStream()
            .anyMatch(each -> audiences.contains(each.asString("")));
  }

  /**
   * Whether somebody has a right in the namespace of this cluster.
   *
   * @param user as {@link #user} says it
   */
  public boolean allowed(JsonNode user, Permission permission) {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SubjectAccessReview");
    ObjectNode spec = review.putObject("spec");
    spec.put("user", user.path("username").asString("")).put("uid", user.path("uid").asString(""));
    if (user.path("groups") instanceof ArrayNode groups) {
      spec.set("groups", groups);
    }
    if (user.path("extra") instanceof ObjectNode extra) {
      spec.set("extra", extra);
    }
    spec.putObject("resourceAttributes")
        .put("namespace", cluster.namespace())
        .put("verb", permission.verb())
        .put("group", permission.group())
        .put("resource", permission.resource());
    return send(
            "cannot ask what somebody may do",
            "/apis/authorization.k8s.io/v1/subjectaccessreviews",
            review)
        .path("allowed")
        .asBoolean(false);
  }

  private JsonNode send(String what, String path, ObjectNode review) {
    String answer =
        cluster.callPromptly(what, () -> cluster.client().raw(path, "POST", review.toString()));
    return JSON.readTree(answer).path("status");
  }
}
