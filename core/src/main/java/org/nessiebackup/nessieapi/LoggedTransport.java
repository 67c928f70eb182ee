package org.nessiebackup.nessieapi;

import java.util.Locale;
import java.util.function.Supplier;
import org.nessiebackup.Progress;

/**
 * Reports each request, for who looks closely; bodies and headers are not named.
 *
 * @param inner carries them
 * @param log hears of them
 */
public record LoggedTransport(Transport inner, Progress log) implements Transport {
  @Override
  public String get(String path) {
    return logged("GET " + path, () -> inner.get(path));
  }

  @Override
  public String post(String path, String json) {
    return logged("POST " + path, () -> inner.post(path, json));
  }

  private String logged(String request, Supplier<String> call) {
    long begun = System.nanoTime();
    String answer = call.get();
    log.detail(
        Progress.Detail.DEBUG,
        () ->
            String.format(
                Locale.ROOT,
                "%s: %d characters in %.3f s",
                request,
                answer.length(),
                (System.nanoTime() - begun) / 1e9));
    return answer;
  }
}
