package org.nessiebackup.cli.selective;

import java.util.regex.Pattern;
import org.nessiebackup.MomentWords;
import org.nessiebackup.selective.ReferenceRestoreOptions.Point;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a state of a reference: the begin of a commit's id, or a moment. */
final class PointOption implements ITypeConverter<Point> {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{6,64}");

  @Override
  public Point convert(String value) {
    if (COMMIT.matcher(value).matches()) {
      return new Point.Commit(value);
    }
    return MomentWords.parse(value)
        .map(Point.Time::new)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\""
                        + value
                        + "\" is neither a commit nor a moment; these look like 4f2e9ac1 and"
                        + " 2026-11-22T02:00:00Z"));
  }
}
