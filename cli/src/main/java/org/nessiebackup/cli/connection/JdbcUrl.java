package org.nessiebackup.cli.connection;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes JDBC URLs apart and puts them together; and makes them of libpq's URIs. */
final class JdbcUrl {
  private static final Pattern URI =
      Pattern.compile("postgres(?:ql)?://(?:([^/?]*)@)?([^/?@]*)(?:/([^?]*))?(?:\\?(.*))?");

  private JdbcUrl() {}

  /**
   * The same in the form of JDBC; a user and a password become parameters.
   *
   * @param url a JDBC URL, which stays as it is, or a URI such as {@code postgresql://u:p@h/d}
   */
  static String of(String url) {
    Matcher uri = URI.matcher(url);
    if (!uri.matches()) {
      return url;
    }
    String host = uri.group(2).isEmpty() ? "localhost" : uri.group(2);
    Map<String, String> login = new LinkedHashMap<>();
    if (uri.group(1) != null) {
      String[] parts = uri.group(1).split(":", 2);
      login.put("user", decode(parts[0]));
      if (parts.length == 2) {
        login.put("password", decode(parts[1]));
      }
    }
    String database = uri.group(3) == null || uri.group(3).isEmpty() ? login.get("user") : null;
    String path = database != null ? encode(database) : uri.group(3) == null ? "" : uri.group(3);
    String query = uri.group(4) == null || uri.group(4).isEmpty() ? "" : "?" + uri.group(4);
    return withMissing("jdbc:postgresql://" + host + "/" + path + query, login);
  }

  /** Host and port; several with commas between them. */
  static String server(String url) {
    String place = place(url).replaceFirst("^jdbc:postgresql:(//)?", "");
    String hosts = place.contains("/") ? place.substring(0, place.indexOf('/')) : place;
    return Stream.of(hosts.split(",", -1))
        .map(host -> host.matches(".*:\\d+") ? host : host + ":5432")
        .collect(Collectors.joining(","));
  }

  /** What follows the question mark; the first of each name. */
  static Map<String, String> parameters(String url) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String each : list(url)) {
      String[] parts = each.split("=", 2);
      parameters.putIfAbsent(parts[0], parts.length == 2 ? decode(parts[1]) : "");
    }
    return parameters;
  }

  /** With parameters added that the URL does not have. */
  static String withMissing(String url, Map<String, String> more) {
    Map<String, String> given = parameters(url);
    List<String> all = list(url);
    // "ssl" is the older way to say what sslmode says.
    new TreeMap<>(more)
        .forEach(
            (name, value) -> {
              boolean said = name.equals("sslmode") && given.containsKey("ssl");
              if (!given.containsKey(name) && !said) {
                all.add(name + "=" + encode(value));
              }
            });
    return place(url) + (all.isEmpty() ? "" : "?" + String.join("&", all));
  }

  static String without(String url, String name) {
    List<String> left = list(url);
    left.removeIf(each -> each.equals(name) || each.startsWith(name + "="));
    return place(url) + (left.isEmpty() ? "" : "?" + String.join("&", left));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  private static String place(String url) {
    int question = url.indexOf('?');
    return question < 0 ? url : url.substring(0, question);
  }

  private static List<String> list(String url) {
    int question = url.indexOf('?');
    List<String> list = new ArrayList<>();
    if (question >= 0) {
      list.addAll(List.of(url.substring(question + 1).split("&", -1)));
      list.removeIf(String::isEmpty);
    }
    return list;
  }
}
