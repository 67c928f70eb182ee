package org.nessiebackup.service.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a form has sent. */
final class FormBody {
  private static final String TYPE = "application/x-www-form-urlencoded";
  private static final int MOST = 200;

  private FormBody() {}

  /**
   * Reads it.
   *
   * @param type the media type of the body; another one has no fields
   * @throws IllegalArgumentException if it makes no sense
   */
  static Map<String, List<String>> fields(String type, String body) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    if (type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(TYPE) && !body.isEmpty()) {
      String[] pairs = body.split("&", MOST + 1);
      if (pairs.length > MOST) {
        throw new IllegalArgumentException("more than " + MOST + " fields");
      }
      for (String pair : pairs) {
        int equal = pair.indexOf('=');
        String name = equal < 0 ? pair : pair.substring(0, equal);
        fields
            .computeIfAbsent(decoded(name), any -> new ArrayList<>())
            .add(equal < 0 ? "" : decoded(pair.substring(equal + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
