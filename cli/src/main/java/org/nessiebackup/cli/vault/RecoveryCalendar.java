package org.nessiebackup.cli.vault;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.nessiebackup.BackupId;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.vault.backups.BackupEntry;

/**
 * To which days one can go back, week by week, oldest first; days are those of UTC.
 *
 * @param weeks each from Monday to Sunday
 * @param caption what it shows, in a sentence
 */
record RecoveryCalendar(List<Week> weeks, String caption) {
  /** Half a year; older backups are few, and in the list. */
  private static final int MOST_WEEKS = 26;

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);

  private static final Mark PINNED = new Mark("", "pin");
  private static final Mark SOUND = new Mark("f", "ok");
  private static final Mark DRILLED = new Mark("f", "drill");
  private static final Mark BAD = new Mark("d", "bad");
  private static final List<Mark> KNOWN = List.of(PINNED, SOUND, DRILLED, BAD);

  /** Takes its own copy of the list. */
  RecoveryCalendar {
    weeks = List.copyOf(weeks);
  }

  /**
   * A week.
   *
   * @param days seven of them
   */
  record Week(List<Day> days) {}

  /**
   * A day.
   *
   * @param kind the class of its cell
   * @param inside whether it is between the first backup and today
   * @param date as text
   * @param marks what backups it has, and what is known of them
   */
  record Day(String kind, boolean inside, String date, List<Mark> marks) {}

  /**
   * A mark.
   *
   * @param kind the class of its color
   * @param text what it says
   */
  record Mark(String kind, String text) {}

  /** What is known of backups besides their manifests. */
  record Knowledge(VaultNotes notes, Map<BackupId, DrillRecord> drills) {}

  static RecoveryCalendar of(List<BackupEntry> entries, Knowledge known, Instant now) {
    LocalDate today = day(now);
    Map<LocalDate, List<BackupEntry>> byDay = new TreeMap<>();
    entries.forEach(
        entry -> {
          LocalDate day = day(moment(entry));
          if (!day.isAfter(today)) {
            byDay.computeIfAbsent(day, each -> new ArrayList<>()).add(entry);
          }
        });
    if (byDay.isEmpty()) {
      return new RecoveryCalendar(List.of(), "");
    }
    LocalDate oldest = byDay.keySet().iterator().next();
    LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    LocalDate earliest = monday.minusWeeks(MOST_WEEKS - 1L);
    LocalDate first = oldest.isBefore(earliest) ? earliest : oldest;
    List<Week> weeks = new ArrayList<>();
    for (LocalDate week = first.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        !week.isAfter(today);
        week = week.plusWeeks(1)) {
      List<Day> days = new ArrayList<>();
      for (int i = 0; i < DayOfWeek.values().length; i++) {
        LocalDate date = week.plusDays(i);
        boolean inside = !date.isBefore(first) && !date.isAfter(today);
        days.add(day(date, inside, byDay.getOrDefault(date, List.of()), known));
      }
      weeks.add(new Week(days));
    }
    long all = first.datesUntil(today.plusDays(1)).count();
    long covered = first.datesUntil(today.plusDays(1)).filter(byDay::containsKey).count();
    return new RecoveryCalendar(
        weeks,
        "Since %2$s, %1$d of %3$s.".formatted(covered, DATE.format(first), Text.count(all, "day")));
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }

  private static Instant moment(BackupEntry entry) {
    return switch (entry) {
      case BackupEntry.Listed listed -> listed.time().moment().orElseGet(() -> listed.id().time());
      case BackupEntry.Unreadable unreadable -> unreadable.id().time();
    };
  }

  private static Day day(
      LocalDate date, boolean inside, List<BackupEntry> entries, Knowledge known) {
    Set<Mark> marks = new HashSet<>();
    int full = 0;
    int incremental = 0;
    for (BackupEntry entry : entries) {
      switch (entry) {
        case BackupEntry.Listed listed -> {
          full += listed.manifest().type() == BackupType.FULL ? 1 : 0;
          incremental += listed.manifest().type() == BackupType.FULL ? 0 : 1;
          marks.addAll(marks(listed.id(), known));
        }
        case BackupEntry.Unreadable unreadable -> marks.add(BAD);
      }
    }
    long tips = entries.stream().mapToLong(entry -> known.notes().tips(entry.id()).count()).sum();
    List<Mark> shown = new ArrayList<>();
    if (full > 0) {
      shown.add(new Mark("f", full == 1 ? "full" : full + " full"));
    }
    if (incremental > 0) {
      shown.add(new Mark("", "+" + incremental));
    }
    if (tips > 0) {
      shown.add(new Mark("", Text.count(tips, "tip")));
    }
    KNOWN.stream().filter(marks::contains).forEach(shown::add);
    String kind = marks.contains(BAD) ? "damaged" : entries.isEmpty() ? "gap" : "point";
    return new Day(inside ? kind : "out", inside, DATE.format(date), shown);
  }

  private static List<Mark> marks(BackupId id, Knowledge known) {
    List<Mark> marks = new ArrayList<>();
    if (known.notes().pins().containsKey(id)) {
      marks.add(PINNED);
    }
    VerificationRecord verified = known.notes().verifications().get(id);
    if (verified != null) {
      marks.add(verified.sound() ? SOUND : BAD);
    }
    DrillRecord drill = known.drills().get(id);
    if (drill != null) {
      marks.add(drill.passed() ? DRILLED : BAD);
    }
    return marks;
  }
}
