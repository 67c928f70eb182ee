package org.nessiebackup.kubernetes.testbed;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A request as the API server's authorization sees it. What is absent is an empty text.
 *
 * @param user who asks, by the bearer token
 * @param method the method of HTTP
 * @param uri path and query
 * @param group API group, empty for the core one
 * @param namespace namespace
 * @param resource plural, such as {@code deployments}
 * @param name the object's name; may carry a port in front of the subresource {@code proxy}
 * @param subresource such as {@code scale}
 * @param rest what follows the subresource
 * @param body what was sent
 */
public record ApiRequest(
    String user,
    String method,
    URI uri,
    String group,
    String namespace,
    String resource,
    String name,
    String subresource,
    String rest,
    String body) {

  static ApiRequest of(String user, String method, URI uri, String body) {
    Deque<String> parts =
        new ArrayDeque<>(Arrays.asList(uri.getRawPath().replaceFirst("^/", "").split("/")));
    String group = next(parts).equals("apis") ? next(parts) : "";
    next(parts);
    String namespace = "";
    if ("namespaces".equals(parts.peek()) && parts.size() > 2) {
      next(parts);
      namespace = next(parts);
    }
    String resource = next(parts);
    String name = next(parts);
    String subresource = next(parts);
    return new ApiRequest(
        user,
        method,
        uri,
        group,
        namespace,
        resource,
        name,
        subresource,
        String.join("/", parts),
        body);
  }

  private static String next(Deque<String> parts) {
    return parts.isEmpty() ? "" : parts.pop();
  }

  /** The verb of the rule that allows it. */
  public String verb() {
    return switch (method) {
      case "GET" -> name.isEmpty() ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
      default -> throw new IllegalArgumentException(method);
    };
  }

  /** With its subresource, as rules name it: {@code deployments/scale}. */
  public String fullResource() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  /** Whether it may change something. */
  public boolean changes() {
    return !method.equals("GET") && !resource.equals("selfsubjectaccessreviews");
  }

  /** For messages of tests: {@code patch deployments/scale nessie}. */
  @Override
  public String toString() {
    return verb() + " " + fullResource() + (name.isEmpty() ? "" : " " + name);
  }
}
