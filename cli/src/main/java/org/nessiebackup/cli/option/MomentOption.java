package org.nessiebackup.cli.option;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads moments: {@code 2026-11-22T02:00:00Z}, or {@code 2026-11-22} for its first moment in UTC.
 */
public final class MomentOption implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String value) {
    try {
      return value.contains("T")
          ? Instant.parse(value)
          : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "\"" + value + "\" is not a moment; it looks like 2026-11-22T02:00:00Z or 2026-11-22");
    }
  }
}
