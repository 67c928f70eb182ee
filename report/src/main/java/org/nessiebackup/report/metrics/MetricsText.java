package org.nessiebackup.report.metrics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prometheus' text format, version 0.0.4, as far as our own metrics need it. */
public final class MetricsText {
  /** How the format is called in HTTP. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})?\\s+(\\S+)(?:\\s+-?\\d+)?\\s*");
  private static final Pattern LABEL =
      Pattern.compile("\\G\\s*([a-zA-Z_]\\w*)\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*,?");

  private MetricsText() {}

  /** Writes them, in the order of the list of all metrics. */
  public static String write(Metrics metrics) {
    StringBuilder text = new StringBuilder();
    for (Metric metric : metrics.names()) {
      text.append("# HELP %s %s\n".formatted(metric.key(), metric.help()));
      text.append(
          "# TYPE %s %s\n".formatted(metric.key(), metric.isCounter() ? "counter" : "gauge"));
      metrics
          .of(metric)
          .map(each -> metric.key() + labels(each.labels()) + " " + number(each.value()) + "\n")
          .sorted(Comparator.naturalOrder())
          .forEach(text::append);
    }
    return text.toString();
  }

  private static String labels(SortedMap<String, String> labels) {
    return labels.isEmpty()
        ? ""
        : labels.entrySet().stream()
            .map(label -> "%s=\"%s\"".formatted(label.getKey(), escaped(label.getValue())))
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /**
   * Reads what is ours, and passes over all else: lines of others, metrics of other versions.
   *
   * @param labels labels that a sample must have with these values; they are taken away from it
   */
  public static Metrics read(String text, Map<String, String> labels) {
    List<Sample> samples = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Matcher form = LINE.matcher(line);
      if (!line.startsWith(Metric.PREFIX) || !form.matches()) {
        continue;
      }
      Metric metric = Metric.named(form.group(1));
      SortedMap<String, String> own = labels(form.group(2));
      if (metric != null && own.entrySet().containsAll(labels.entrySet())) {
        own.keySet().retainAll(known(metric));
        add(metric, own, form.group(3), samples);
      }
    }
    return new Metrics(samples);
  }

  private static List<String> known(Metric metric) {
    List<String> known = new ArrayList<>(metric.group().labels());
    known.addAll(metric.labels());
    return known;
  }

  private static void add(
      Metric metric, SortedMap<String, String> labels, String number, List<Sample> samples) {
    try {
      double value = Double.parseDouble(number);
      if (Double.isFinite(value)) {
        samples.add(new Sample(metric, labels, value));
      }
    } catch (NumberFormatException e) {
      // Not what we write: somebody has edited the file. The next report replaces it.
    }
  }

  private static SortedMap<String, String> labels(String text) {
    SortedMap<String, String> labels = new TreeMap<>();
    if (text != null) {
      Matcher label = LABEL.matcher(text);
      while (label.find()) {
        labels.put(label.group(1), unescaped(label.group(2)));
      }
    }
    return labels;
  }

  private static String unescaped(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        i++;
        c = value.charAt(i) == 'n' ? '\n' : value.charAt(i);
      }
      text.append(c);
    }
    return text.toString();
  }
}
