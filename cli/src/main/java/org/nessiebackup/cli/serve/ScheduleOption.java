package org.nessiebackup.cli.serve;

import org.nessiebackup.CronSchedule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the five fields of a CronJob, and {@code off}, which is null. */
final class ScheduleOption implements ITypeConverter<CronSchedule> {
  /** That nothing is done by itself. */
  static final String OFF = "off";

  @Override
  public CronSchedule convert(String text) {
    if (text.strip().equals(OFF)) {
      return null;
    }
    try {
      return CronSchedule.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "\"%s\" is no schedule: %s; it looks like \"0 2 * * 0\", @daily or %s"
              .formatted(text, e.getMessage(), OFF));
    }
  }
}
