package org.nessiebackup.kubernetes.testbed;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of a cluster, kept by fabric8's mock server. Here is also what its CRUD mode does
 * otherwise than a real server: it has no subresource {@code scale}, and takes any PUT of it for
 * one of the object.
 */
final class ObjectMemory {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String MERGE = "application/merge-patch+json";

  private final KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher();

  synchronized ApiAnswer answer(ApiRequest request, String contentType) {
    if (request.subresource().equals("scale")) {
      return scale(request);
    }
    return contentType.startsWith(MERGE)
        ? merge(request.uri().getRawPath(), request.body())
        : send(request.method(), request.uri().toString(), contentType, request.body());
  }

  /** The mock would keep a null where one asks to remove something. */
  private ApiAnswer merge(String path, String patch) {
    ApiAnswer current = send("GET", path, "", "");
    if (current.status() != 200) {
      return current;
    }
    JsonNode merged = merged(JSON.readTree(current.body()), JSON.readTree(patch));
    return send("PUT", path, "application/json", merged.toString());
  }

  /** RFC 7396. */
  private static JsonNode merged(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    ObjectNode result = target instanceof ObjectNode object ? object : JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      if (change.getValue().isNull()) {
        result.remove(change.getKey());
      } else {
        JsonNode before = result.path(change.getKey());
        result.set(change.getKey(), merged(before, change.getValue()));
      }
    }
    return result;
  }

  private ApiAnswer scale(ApiRequest request) {
    String path = request.uri().getRawPath().replaceFirst("/scale$", "");
    ApiAnswer current = send("GET", path, "", "");
    if (current.status() != 200 || request.method().equals("GET")) {
      return current.status() == 200 ? scaleOf(current) : current;
    }
    JsonNode wanted = JSON.readTree(request.body());
    ObjectNode patch = JSON.createObjectNode();
    String version = wanted.path("metadata").path("resourceVersion").asString("");
    if (!version.isEmpty()) {
      patch.putObject("metadata").put("resourceVersion", version);
    }
    // As by a real server, a document without a number means none.
    patch.putObject("spec").put("replicas", wanted.path("spec").path("replicas").asInt(0));
    ApiAnswer changed = merge(path, patch.toString());
    return changed.status() < 300 ? scaleOf(changed) : changed;
  }

  private static ApiAnswer scaleOf(ApiAnswer workload) {
    JsonNode object = JSON.readTree(workload.body());
    ObjectNode scale = JSON.createObjectNode();
    scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field : new String[] {"name", "namespace", "uid", "resourceVersion"}) {
      metadata.set(field, object.path("metadata").path(field));
    }
    scale.putObject("spec").put("replicas", object.path("spec").path("replicas").asInt(1));
    scale.putObject("status").put("replicas", object.path("status").path("replicas").asInt(0));
    return new ApiAnswer(200, scale.toString());
  }

  private ApiAnswer send(String method, String uri, String contentType, String body) {
    Headers.Builder headers = Headers.builder();
    if (!contentType.isEmpty()) {
      headers.add("Content-Type", contentType);
    }
    MockResponse response =
        objects.dispatch(
            new RecordedRequest(
                "HTTP/1.1",
                HttpMethod.valueOf(method),
                uri,
                headers.build(),
                new Buffer(body.getBytes(StandardCharsets.UTF_8))));
    // It leaves the body of a refusal out.
    int status = response.code();
    String text = response.getBody() == null ? "" : response.getBody().readUtf8();
    return status >= 400 && text.isEmpty()
        ? ApiAnswer.refusal(status, ApiAnswer.reason(status), "refused: " + uri)
        : new ApiAnswer(status, text);
  }
}
