package org.nessiebackup.cli.delivery;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Something to send.
 *
 * @param address where to
 * @param contentType what the body is; absent if there is none, and then it is a GET
 * @param body what is sent
 */
public record Message(SecretAddress address, Optional<String> contentType, String body) {
  /** A request without a body. */
  public static Message get(SecretAddress address) {
    return new Message(address, Optional.empty(), "");
  }

  /** A request with one. */
  public static Message post(SecretAddress address, String contentType, String body) {
    return new Message(address, Optional.of(contentType), body);
  }

  HttpRequest request(Duration limit) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.uri()).timeout(limit);
    address.authorization().ifPresent(value -> request.setHeader("Authorization", value));
    contentType.ifPresent(
        type ->
            request
                .setHeader("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    return request.build();
  }
}
