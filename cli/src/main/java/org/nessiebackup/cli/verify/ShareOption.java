package org.nessiebackup.cli.verify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a part of a whole: {@code 5%}, {@code 0.1%}. */
public final class ShareOption implements ITypeConverter<Double> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)%");

  @Override
  public Double convert(String value) {
    Matcher form = FORM.matcher(value);
    double share = form.matches() ? Double.parseDouble(form.group(1)) / 100 : 0;
    if (share <= 0 || share > 1) {
      throw new TypeConversionException(
          "\"" + value + "\" is no part of a whole; it looks like 5% or 0.1%");
    }
    return share;
  }
}
