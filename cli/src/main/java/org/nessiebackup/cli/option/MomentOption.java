package org.nessiebackup.cli.option;

import java.time.Clock;
import java.time.Instant;
import org.nessiebackup.MomentWords;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads moments of the past: {@code 2026-11-22T02:00:00Z}, {@code 2026-11-22} for its first one in
 * UTC, {@code yesterday}, {@code yesterday 14:00} and {@code 26h} as seen from now.
 *
 * @param clock tells now
 */
public record MomentOption(Clock clock) implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String value) {
    return MomentWords.parse(value, clock.instant())
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\""
                        + value
                        + "\" is not a moment; it looks like 2026-11-22T02:00:00Z, 2026-11-22,"
                        + " yesterday, \"yesterday 14:00\" or 26h"));
  }
}
