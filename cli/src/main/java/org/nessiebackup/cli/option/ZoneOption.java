package org.nessiebackup.cli.option;

import java.time.DateTimeException;
import java.time.ZoneId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a time zone. */
public final class ZoneOption implements ITypeConverter<ZoneId> {
  @Override
  public ZoneId convert(String text) {
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "\"%s\" is no time zone; it looks like UTC or Europe/Berlin".formatted(text));
    }
  }
}
