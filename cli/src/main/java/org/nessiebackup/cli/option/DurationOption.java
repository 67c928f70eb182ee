package org.nessiebackup.cli.option;

import java.time.Duration;
import org.nessiebackup.DurationWords;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads time spans as people write them: {@code 90s}, {@code 90m}, {@code 26h}, {@code 2d}. */
public final class DurationOption implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    return DurationWords.parse(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\"" + value + "\" is not a time span; it looks like 90m, 26h or 2d"));
  }
}
