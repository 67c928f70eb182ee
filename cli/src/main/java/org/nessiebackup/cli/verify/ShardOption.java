package org.nessiebackup.cli.verify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.files.ShardOptions.Shard;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a part of several: {@code 3/16}, or {@code auto/16}, which the surroundings number. */
public final class ShardOption implements ITypeConverter<ShardOption.Words> {
  private static final Pattern FORM = Pattern.compile("(auto|[1-9]\\d{0,3})/([1-9]\\d{0,3})");

  /**
   * What was written.
   *
   * @param index from 1 on; 0 for the number that the surroundings give
   * @param count how many there are
   */
  record Words(int index, int count) {}

  @Override
  public Words convert(String value) {
    Matcher form = FORM.matcher(value);
    if (form.matches()) {
      int count = Integer.parseInt(form.group(2));
      int index = form.group(1).equals("auto") ? 0 : Integer.parseInt(form.group(1));
      if (index <= count && count <= Shard.MOST) {
        return new Words(index, count);
      }
    }
    throw new TypeConversionException(
        "\"%s\" is no part of several; it looks like 3/16 or auto/16, of %d at most"
            .formatted(value, Shard.MOST));
  }
}
