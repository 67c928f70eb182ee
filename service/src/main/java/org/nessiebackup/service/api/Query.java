package org.nessiebackup.service.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.MomentWords;
import org.nessiebackup.service.endpoint.Request;

/** The parameters of a request, checked; those that nobody knows are refused. */
final class Query {
  private final Request request;

  /**
   * That of a request.
   *
   * @param known the names there may be
   * @throws org.nessiebackup.BackupException for others, and for those that come twice
   */
  Query(Request request, String... known) {
    this.request = request;
    for (Map.Entry<String, List<String>> each : request.parameters().entrySet()) {
      if (!Set.of(known).contains(each.getKey())) {
        String words = known.length == 0 ? "none" : String.join(", ", known);
        throw Form.refusal(each.getKey(), "is no parameter here; there are: " + words);
      }
      if (each.getValue().size() > 1) {
        throw Form.refusal(each.getKey(), "is there twice");
      }
    }
  }

  /** A part of the path. */
  String part(String name, Form form) {
    return form.check(name, request.part(name));
  }

  /** A text that may be missing. */
  Optional<String> text(String name, Form form) {
    return request.parameter(name).map(value -> form.check(name, value));
  }

  /** A text that has to be there. */
  String required(String name, Form form) {
    return text(name, form).orElseThrow(() -> Form.refusal(name, "is missing"));
  }

  /** A moment that may be missing. */
  Optional<Instant> moment(String name, Instant now) {
    return text(name, Form.MOMENT)
        .map(
            value ->
                MomentWords.parse(value, now)
                    .orElseThrow(() -> Form.refusal(name, "is not a moment")));
  }

  /** A number, or what it is without. */
  int number(String name, int least, int most, int without) {
    Optional<String> given = request.parameter(name);
    if (given.isEmpty()) {
      return without;
    }
    if (!given.get().matches("[0-9]{1,9}")
        || Integer.parseInt(given.get()) < least
        || Integer.parseInt(given.get()) > most) {
      throw Form.refusal(name, "is not a number from %d to %d".formatted(least, most));
    }
    return Integer.parseInt(given.get());
  }

  /** One of the words of a list, or the first one. */
  <E extends Enum<E>> E choice(String name, Class<E> words) {
    String given =
        request.parameter(name).orElse(words.getEnumConstants()[0].name().toLowerCase(Locale.ROOT));
    for (E each : words.getEnumConstants()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(given)) {
        return each;
      }
    }
    throw Form.refusal(name, "is none of the words that it may be");
  }
}
