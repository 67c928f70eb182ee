package org.nessiebackup.cli.serve;

import java.time.Duration;
import org.nessiebackup.DurationWords;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how often something is done, and {@code off}, which is null. */
final class IntervalOption implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    if (text.strip().equals(ScheduleOption.OFF)) {
      return null;
    }
    return DurationWords.parse(text)
        .filter(Duration::isPositive)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\"%s\" is no interval; it looks like 1s, 30s or %s"
                        .formatted(text, ScheduleOption.OFF)));
  }
}
