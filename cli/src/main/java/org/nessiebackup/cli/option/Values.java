package org.nessiebackup.cli.option;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads values of options; what is wrong with one is said in the words of the help. */
public final class Values {
  private Values() {}

  /** Has all options and arguments of a command line read in this way. */
  public static void register(CommandLine line) {
    line.registerConverter(Integer.class, number(Integer::valueOf));
    line.registerConverter(int.class, number(Integer::valueOf));
    line.registerConverter(Long.class, number(Long::valueOf));
    line.registerConverter(URI.class, Values::address);
    words(line);
  }

  private static <T> ITypeConverter<T> number(Function<String, T> read) {
    return value -> {
      try {
        return read.apply(value.strip());
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "\"" + value + "\" is no whole number that is possible here");
      }
    };
  }

  private static URI address(String value) {
    try {
      return new URI(value.strip());
    } catch (URISyntaxException e) {
      throw new TypeConversionException(
          "\"%s\" is not an address: %s at position %d"
              .formatted(value, e.getReason(), e.getIndex()));
    }
  }

  private static void words(CommandLine line) {
    Stream.of(line.getCommandSpec().options(), line.getCommandSpec().positionalParameters())
        .flatMap(List::stream)
        .flatMap(argument -> Stream.of(argument.auxiliaryTypes()))
        .distinct()
        .forEach(type -> WordOption.of(type).ifPresent(words -> register(line, type, words)));
    line.getSubcommands().values().forEach(Values::words);
  }

  @SuppressWarnings("unchecked")
  private static void register(CommandLine line, Class<?> type, ITypeConverter<Object> words) {
    line.registerConverter((Class<Object>) type, words);
  }
}
