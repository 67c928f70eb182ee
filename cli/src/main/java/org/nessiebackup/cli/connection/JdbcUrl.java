package org.nessiebackup.cli.connection;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.Failure;

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
    Map<String, String> said = new LinkedHashMap<>();
    if (uri.group(1) != null) {
      String[] login = uri.group(1).split(":", 2);
      said.put("user", decode(login[0]));
      if (login.length == 2) {
        said.put("password", decode(login[1]));
      }
    }
    said.putAll(parameters("?" + (uri.group(4) == null ? "" : uri.group(4))));
    Optional<String> host = Optional.ofNullable(said.remove("host"));
    Optional<String> port = Optional.ofNullable(said.remove("port"));
    String places =
        uri.group(2).isEmpty() || host.isPresent()
            ? places(host.orElse("localhost"), port)
            : uri.group(2);
    String database =
        Optional.ofNullable(said.remove("dbname"))
            .or(
                () ->
                    Optional.ofNullable(uri.group(3))
                        .filter(name -> !name.isEmpty())
                        .map(JdbcUrl::decode))
            .or(() -> Optional.ofNullable(said.get("user")))
            .map(JdbcUrl::encode)
            .orElse("");
    return withMissing(
        "jdbc:postgresql://" + places + "/" + database,
        LibpqParameters.forDriver(said, name -> "\"" + name + "\" in the URI"));
  }

  /**
   * Hosts with their ports, as a URL has them.
   *
   * @param hosts one or several, with commas between them
   * @param ports none, one for all, or one for each
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if it is no host that Java can
   *     reach
   */
  static String places(String hosts, Optional<String> ports) {
    if (hosts.startsWith("/")) {
      throw Failure.USAGE.exception(
          "the host \"%s\" is the folder of a Unix socket".formatted(hosts),
          "Java reaches PostgreSQL by TCP only: use localhost, or the server's name.");
    }
    String[] names = hosts.split(",", -1);
    String[] numbers = ports.orElse("5432").split(",", -1);
    if (numbers.length != 1 && numbers.length != names.length) {
      throw Failure.USAGE.exception(
          "there are %d hosts and %d ports".formatted(names.length, numbers.length),
          "Give one port, or one for each host.");
    }
    List<String> places = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      boolean version6 = names[i].contains(":") && !names[i].startsWith("[");
      String name = version6 ? "[" + names[i] + "]" : names[i];
      places.add(name + ":" + numbers[numbers.length == 1 ? 0 : i]);
    }
    return String.join(",", places);
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
