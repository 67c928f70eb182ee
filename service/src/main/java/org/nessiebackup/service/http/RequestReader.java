package org.nessiebackup.service.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.security.Attempt;
import org.nessiebackup.service.security.Subject;

/**
 * A request as the server has it, read once.
 *
 * @param context the server's own view
 * @param headers by their names in lower case
 * @param parameters those of the query and of a form
 * @param body what was sent
 */
record RequestReader(
    Context context,
    Map<String, String> headers,
    Map<String, List<String>> parameters,
    String body) {
  private static final int LARGEST = 64 << 10;

  /** Of a request that is refused. */
  private static final int MOST_DISCARDED = 4 << 20;

  /**
   * Reads one.
   *
   * @throws HttpResponseException if there is too much of it, or it makes no sense
   */
  static RequestReader read(Context context) {
    String body = body(context);
    RequestReader bare = withoutBody(context);
    Map<String, List<String>> parameters = new HashMap<>(bare.parameters());
    try {
      parameters.putAll(FormBody.fields(context.contentType(), body));
    } catch (IllegalArgumentException e) {
      throw new HttpResponseException(400, "the form cannot be read");
    }
    return new RequestReader(context, bare.headers(), parameters, body);
  }

  /** One whose body nobody wants to know. */
  static RequestReader withoutBody(Context context) {
    Map<String, String> headers = new HashMap<>();
    context.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return new RequestReader(context, headers, context.queryParamMap(), "");
  }

  /** Whether it says how long it is or not. */
  private static String body(Context context) {
    try {
      byte[] bytes = context.req().getInputStream().readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new HttpResponseException(413, "the body is larger than 64 KiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new HttpResponseException(400, "the body ended before its end");
    }
  }

  /**
   * Takes what is still on its way, up to 4 MiB. A connection that ends with something unread is
   * reset, and whoever was sending loses the answer that says why. Who waits until being asked for
   * the body is not asked.
   */
  void discardBody() {
    if (header("expect") != null) {
      return;
    }
    try (InputStream rest = context.req().getInputStream()) {
      byte[] piece = new byte[8 << 10];
      int left = MOST_DISCARDED;
      int size = 0;
      while (left > 0 && size >= 0) {
        size = rest.read(piece);
        left -= size;
      }
    } catch (IOException e) {
      // The other side has gone or sends nonsense: the answer stays what it is.
      return;
    }
  }

  String header(String name) {
    return headers.get(name);
  }

  /** Its path with its query, to come back there. */
  String place() {
    String query = context.queryString();
    return query == null ? context.path() : context.path() + "?" + query;
  }

  Attempt attempt() {
    String token = parameters.getOrDefault(Request.TOKEN, List.of("")).getFirst();
    return new Attempt(context.method().name(), context.path(), headers, token, context.ip());
  }

  Request request(Subject subject, String token) {
    return new Request(
        context.pathParamMap(), parameters, headers, body, subject, context.ip(), token);
  }
}
