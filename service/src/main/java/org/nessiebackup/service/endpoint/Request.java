package org.nessiebackup.service.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.service.security.Cookies;
import org.nessiebackup.service.security.Subject;

/**
 * What is asked.
 *
 * @param path the variable parts of the path by their names, decoded
 * @param parameters those of the query and of a form, decoded
 * @param headers by their names in lower case
 * @param body what was sent, empty for none; bounded by the server
 * @param subject who asks
 * @param address the one that he asks from; empty if that is not told
 * @param token what each form of the answer has to bring along as {@link #TOKEN}, so that it is
 *     known for one of ours; another one in each answer
 */
public record Request(
    Map<String, String> path,
    Map<String, List<String>> parameters,
    Map<String, String> headers,
    String body,
    Subject subject,
    String address,
    String token) {
  /** The name of the hidden field of a form. */
  public static final String TOKEN = "csrf_token";

  /** One whose answer has no forms. */
  public Request(
      Map<String, String> path,
      Map<String, List<String>> parameters,
      Map<String, String> headers,
      String body,
      Subject subject) {
    this(path, parameters, headers, body, subject, "", "");
  }

  /** The part of the path with this name, which the endpoint has declared. */
  public String part(String name) {
    String found = path.get(name);
    if (found == null) {
      throw new IllegalArgumentException("the path has no \"" + name + "\"");
    }
    return found;
  }

  /** Whether a browser asks that has logged in here, and can log out. */
  public boolean hasSession() {
    return header("cookie").filter(kept -> kept.contains(Cookies.SESSION + "=")).isPresent();
  }

  /** The first parameter of this name that is not empty. */
  public Optional<String> parameter(String name) {
    return parameters.getOrDefault(name, List.of()).stream()
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  /** A header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
