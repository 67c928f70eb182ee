package org.nessiebackup.cli.option;

import java.time.Instant;
import org.nessiebackup.MomentWords;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads moments: {@code 2026-11-22T02:00:00Z}, or {@code 2026-11-22} for its first one in UTC. */
public final class MomentOption implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String value) {
    return MomentWords.parse(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\""
                        + value
                        + "\" is not a moment; it looks like 2026-11-22T02:00:00Z or 2026-11-22"));
  }
}
