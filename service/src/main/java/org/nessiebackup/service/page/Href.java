package org.nessiebackup.service.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A place of this server, put together from names that may contain anything.
 *
 * @param path encoded
 * @param query names and values as they are
 */
public record Href(String path, Map<String, String> query) {
  /** Where a catalog is. */
  public static Href catalog(String name) {
    return new Href("/catalogs/" + encoded(name), Map.of());
  }

  /** Below it. */
  public Href to(String... parts) {
    StringBuilder longer = new StringBuilder(path);
    for (String part : parts) {
      longer.append('/').append(encoded(part));
    }
    return new Href(longer.toString(), query);
  }

  /** The same with one more parameter. */
  public Href with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(query);
    more.put(name, value);
    return new Href(path, more);
  }

  /** Text as a part of a place. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return query.isEmpty()
        ? path
        : path
            + query.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&", "?", ""));
  }
}
