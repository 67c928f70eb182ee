package org.nessiebackup.cli.option;

import java.time.Clock;
import org.nessiebackup.vault.point.PointTarget;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads up to where somebody wants a catalog back: what it is, its form tells.
 *
 * @param clock tells now
 */
public record TargetOption(Clock clock) implements ITypeConverter<PointTarget> {
  @Override
  public PointTarget convert(String value) {
    return PointTarget.parse(value, clock.instant())
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\""
                        + value
                        + "\" is neither a moment nor a position, a commit or a mark; these look"
                        + " like 2026-11-22T02:00:00Z, yesterday, \"yesterday 14:00\" or 26h,"
                        + " 16/B374D848, 4f2e9ac1d0 and mark:NAME"));
  }
}
