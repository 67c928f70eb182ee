package org.nessiebackup.cli.metrics;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.cli.delivery.HttpSender;
import org.nessiebackup.cli.delivery.Message;
import org.nessiebackup.cli.delivery.SecretAddress;
import org.nessiebackup.cli.delivery.UndeliveredException;
import org.nessiebackup.report.metrics.Metrics;
import org.nessiebackup.report.metrics.MetricsText;

/**
 * A Prometheus Pushgateway, which remembers the metrics of programs that have ended.
 *
 * <p>Each group of metrics is a group there: it is sent by POST, which replaces the metrics that
 * are in it and no others. Labels of one's own, such as {@code instance}, are added to the address:
 * {@code https://gateway/metrics/job/lake/instance/blue}.
 */
public final class PushGateway {
  private static final String JOB = "/metrics/job/nessie_backup";
  private static final String ENCODED = "@base64";
  private static final Pattern GROUPED = Pattern.compile("(.*)/metrics/job/(.+?)/*");

  private final SecretAddress groups;
  private final SecretAddress all;
  private final Map<String, String> labels;

  /** The gateway at an address. */
  public PushGateway(SecretAddress address) {
    Matcher grouped = GROUPED.matcher(address.path());
    if (grouped.matches()) {
      this.groups = address.with(address.path().replaceFirst("/+$", ""));
      this.all = address.with(grouped.group(1) + "/metrics");
      this.labels = labels("job/" + grouped.group(2));
    } else {
      this.groups = address.below(JOB);
      this.all = address.below("/metrics");
      this.labels = Map.of("job", "nessie_backup");
    }
  }

  private static SortedMap<String, String> labels(String path) {
    SortedMap<String, String> labels = new TreeMap<>();
    String[] parts = path.split("/", -1);
    for (int i = 0; i + 1 < parts.length; i += 2) {
      boolean encoded = parts[i].endsWith(ENCODED);
      labels.put(
          encoded ? parts[i].substring(0, parts[i].length() - ENCODED.length()) : parts[i],
          encoded
              ? new String(Base64.getUrlDecoder().decode(parts[i + 1]), StandardCharsets.UTF_8)
              : URLDecoder.decode(parts[i + 1], StandardCharsets.UTF_8));
    }
    return labels;
  }

  /** What former runs have left there. */
  public Metrics former(HttpSender sender) throws UndeliveredException {
    return MetricsText.read(sender.send(Message.get(all)), labels);
  }

  /**
   * Sends a report.
   *
   * @param report what is new
   * @param former what was there before, where that is known; counters are left out otherwise
   */
  public void add(Metrics report, Optional<Metrics> former, HttpSender sender)
      throws UndeliveredException {
    Metrics merged =
        former.map(each -> each.with(report).reportedBy(report)).orElse(report.withoutCounters());
    for (Metrics group : merged.groups()) {
      SecretAddress place = groups.below(path(group.samples().getFirst().groupLabels()));
      sender.send(Message.post(place, MetricsText.CONTENT_TYPE, MetricsText.write(group)));
    }
  }

  /** A label's value may be a path, so all of them are encoded in the way that knows no slash. */
  private static String path(SortedMap<String, String> labels) {
    StringBuilder path = new StringBuilder();
    labels.forEach(
        (name, value) ->
            path.append('/')
                .append(name)
                .append(ENCODED)
                .append('/')
                .append(
                    Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return path.toString();
  }
}
