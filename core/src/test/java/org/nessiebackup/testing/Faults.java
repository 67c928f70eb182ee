package org.nessiebackup.testing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.nessiebackup.testing.FaultyProxy.Answer;
import org.nessiebackup.testing.FaultyProxy.Fault;
import org.nessiebackup.testing.FaultyProxy.Request;

/** What can go wrong between a client and a server. */
public final class Faults {
  private Faults() {}

  /** The server answers an error as real ones word it, and does nothing. */
  public static Fault error(int status, String code) {
    String body = "<Error><Code>" + code + "</Code><Message>on purpose</Message></Error>";
    return call ->
        call.answer(
            new Answer(
                status,
                Map.of("Content-Type", List.of("application/xml")),
                call.request().method().equals("HEAD") ? "" : body));
  }

  /** The connection breaks before the server hears of it. */
  public static Fault requestLost() {
    return call -> {};
  }

  /** The server does its work, and the connection breaks before it can say so. */
  public static Fault answerLost() {
    return call -> call.forward(call.request());
  }

  /** The connection breaks in the middle of the answer. */
  public static Fault answerCutAfter(int bytes) {
    return call -> {
      Answer answer = call.forward(call.request());
      call.answer(answer, Math.min(bytes, answer.body().length()));
    };
  }

  /** A bit of the request's body changes on the way. */
  public static Fault flippedBit() {
    return call -> {
      Request request = call.request();
      StringBuilder body = new StringBuilder(request.body());
      int middle = body.length() / 2;
      body.setCharAt(middle, (char) (body.charAt(middle) ^ 1));
      call.answer(
          call.forward(
              new Request(request.method(), request.path(), request.headers(), body.toString())));
    };
  }

  /** The server does not look at headers that begin so. */
  public static Fault headerIgnored(String... beginnings) {
    return call -> {
      Request request = call.request();
      Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(request.headers());
      for (String beginning : beginnings) {
        headers.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith(beginning));
      }
      call.answer(
          call.forward(new Request(request.method(), request.path(), headers, request.body())));
    };
  }

  /** The server says more than it does. */
  public static Fault headerAdded(String name, String value) {
    return call -> {
      Answer answer = call.forward(call.request());
      Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(answer.headers());
      headers.put(name, List.of(value));
      call.answer(new Answer(answer.status(), headers, answer.body()));
    };
  }
}
