package org.nessiebackup.cli.vault;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.vault.backups.BackupEntry;

/**
 * How much the backups that are here take, added up in the order in which they were taken.
 *
 * @param line the path of the line
 * @param area the path of what is below it
 * @param most the highest value, as text
 * @param first when the first was taken
 * @param last when the last was taken
 * @param label the same in words
 */
record SizeCurve(String line, String area, String most, String first, String last, String label) {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 220;

  /** Room above the line for its label, and below it for the dates. */
  private static final int MARGIN = 26;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** None where there are not two moments to draw a line between. */
  static List<SizeCurve> of(List<BackupEntry> entries) {
    List<BackupEntry.Listed> listed =
        entries.stream()
            .filter(BackupEntry.Listed.class::isInstance)
            .map(BackupEntry.Listed.class::cast)
            .filter(each -> each.time().recent().isPresent())
            .sorted(Comparator.comparing(SizeCurve::moment))
            .toList();
    if (listed.size() < 2
        || moment(listed.getFirst()).toEpochMilli() == moment(listed.getLast()).toEpochMilli()) {
      return List.of();
    }
    return List.of(drawn(listed));
  }

  private static Instant moment(BackupEntry.Listed entry) {
    return entry.time().recent().orElseThrow();
  }

  private static SizeCurve drawn(List<BackupEntry.Listed> listed) {
    Instant first = moment(listed.getFirst());
    Instant last = moment(listed.getLast());
    double span = last.toEpochMilli() - (double) first.toEpochMilli();
    long most = listed.stream().mapToLong(each -> each.manifest().storedBytes()).sum();
    List<String> points = new ArrayList<>();
    long sum = 0;
    for (BackupEntry.Listed each : listed) {
      sum += each.manifest().storedBytes();
      long x = Math.round((moment(each).toEpochMilli() - first.toEpochMilli()) / span * WIDTH);
      long room = HEIGHT - 2L * MARGIN;
      long y = HEIGHT - MARGIN - Math.round((double) sum / Math.max(1, most) * room);
      points.add(x + "," + y);
    }
    String line = "M" + String.join(" L", points);
    int floor = HEIGHT - MARGIN;
    String area = "M0,%d L%s L%d,%d Z".formatted(floor, String.join(" L", points), WIDTH, floor);
    return new SizeCurve(
        line,
        area,
        Text.bytes(most),
        DATE.format(first),
        DATE.format(last),
        "%s take %s; the line adds them up in the order in which they were taken."
            .formatted(Text.count(listed.size(), "backup"), Text.bytes(most)));
  }
}
