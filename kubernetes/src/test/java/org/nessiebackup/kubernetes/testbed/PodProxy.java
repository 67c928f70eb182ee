package org.nessiebackup.kubernetes.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * The API server's way to a port of a pod. What a pod answers goes through, also its errors.
 *
 * @param pods by name
 */
record PodProxy(Map<String, PodProcess> pods) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ApiAnswer forward(ApiRequest request) {
    PodProcess pod = pods.get(request.name().replaceFirst(":.*", ""));
    if (pod == null) {
      return ApiAnswer.refusal(404, "NotFound", "pods not found");
    }
    String query = request.uri().getRawQuery();
    URI target =
        URI.create(
            ApiServer.podAddress(pod) + "/" + request.rest() + (query == null ? "" : "?" + query));
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      return new ApiAnswer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      return ApiAnswer.refusal(
          503, "ServiceUnavailable", "error trying to reach service: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ApiAnswer.refusal(503, "ServiceUnavailable", "interrupted");
    }
  }
}
