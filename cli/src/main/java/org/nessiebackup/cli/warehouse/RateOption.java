package org.nessiebackup.cli.warehouse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how much may be done in a second: {@code 50}, {@code 50/s}, {@code 0.5/s}. */
final class RateOption implements ITypeConverter<Double> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)(?:/s)?");

  @Override
  public Double convert(String value) {
    Matcher form = FORM.matcher(value);
    double rate = form.matches() ? Double.parseDouble(form.group(1)) : 0;
    if (rate <= 0) {
      throw new TypeConversionException(
          "\"" + value + "\" is no rate; it looks like 50/s or 0.5/s");
    }
    return rate;
  }
}
