package org.nessiebackup.cli.option;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 127.0.0.1:8080}, {@code [::1]:8080} and {@code :8080}, which is every address. */
public final class AddressOption implements ITypeConverter<InetSocketAddress> {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\[\\]]*)):([0-9]{1,5})");

  @Override
  public InetSocketAddress convert(String text) {
    Matcher found = FORM.matcher(text.strip());
    if (!found.matches() || Integer.parseInt(found.group(3)) > 65_535) {
      throw new TypeConversionException("\"%s\" is no HOST:PORT".formatted(text));
    }
    String host = found.group(1) == null ? found.group(2) : found.group(1);
    return InetSocketAddress.createUnresolved(
        host.isEmpty() ? "0.0.0.0" : host, Integer.parseInt(found.group(3)));
  }
}
