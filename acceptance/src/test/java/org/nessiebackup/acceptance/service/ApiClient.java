package org.nessiebackup.acceptance.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.nessiebackup.service.testing.OpenApi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the API; each answer is held against the description that the service itself hands out. */
final class ApiClient implements AutoCloseable {
  private static final String CATALOG = "/api/v1/catalogs/{catalog}";

  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;
  private final OpenApi openApi;

  ApiClient(String address) {
    this.address = address;
    this.openApi = OpenApi.of(text(request("/api/v1/openapi.yaml").build()).body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .timeout(Duration.ofMinutes(2))
        .header("X-Requested-With", "test");
  }

  private HttpResponse<String> text(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What is answered about the catalog sales, with a status. */
  JsonNode get(String operation, String path, int status) {
    return checked("GET " + CATALOG + operation, request(sales(path)).GET().build(), status);
  }

  /** What is answered to a document about the catalog sales. */
  JsonNode post(String operation, String json, int status) {
    HttpRequest request =
        request(sales(operation))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
            .build();
    return checked("POST " + CATALOG + operation, request, status);
  }

  /** What a program is answered that presses a button of the page about the catalog sales. */
  JsonNode press(String form, int status) {
    HttpResponse<String> response =
        text(
            request("/catalogs/sales/runs")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(response.body());
  }

  private static String sales(String below) {
    return CATALOG.replace("{catalog}", "sales") + below;
  }

  private JsonNode checked(String operation, HttpRequest request, int status) {
    HttpResponse<String> response = text(request);
    assertThat(response.statusCode()).as("%s: %s", request, response.body()).isEqualTo(status);
    String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    assertThat(openApi.faults(operation, response.statusCode(), type, response.body()))
        .as("%s: %s", request, response.body())
        .isEmpty();
    return JsonMapper.shared().readTree(response.body());
  }

  /** What happens to the catalog sales from now on. */
  InputStream events() throws IOException, InterruptedException {
    HttpRequest request =
        request("/api/v1/events?catalog=sales").header("Accept", "text/event-stream").build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  /** What is wrong with the data of an event. */
  void checkEvent(JsonNode event) {
    assertThat(openApi.faults("Event", event)).isEmpty();
    if (event.path("type").asString("").equals("run")) {
      assertThat(openApi.faults("Run", event.get("data"))).isEmpty();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
