package org.nessiebackup.cli.option;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes as people write them: {@code 512MiB}, {@code 1GiB}, {@code 4194304}. */
public final class SizeOption implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,15})\\s*([kmgt]?)(i?b)?");
  private static final Map<String, Integer> SHIFTS =
      Map.of("", 0, "k", 10, "m", 20, "g", 30, "t", 40);

  @Override
  public Long convert(String value) {
    Matcher form = FORM.matcher(value.strip().toLowerCase(Locale.ROOT));
    if (form.matches()) {
      long number = Long.parseLong(form.group(1));
      int shift = SHIFTS.get(form.group(2));
      if (number > 0 && number <= Long.MAX_VALUE >> shift) {
        return number << shift;
      }
    }
    throw new TypeConversionException(
        "\"" + value + "\" is not a size; it looks like 512MiB or 1GiB");
  }
}
