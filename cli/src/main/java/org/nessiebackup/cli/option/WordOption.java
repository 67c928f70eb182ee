package org.nessiebackup.cli.option;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.nessie.StoreType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of a few words, and names them as the help does: not as the program's source does. */
final class WordOption implements ITypeConverter<Object> {
  private final List<Object> constants;

  private WordOption(Class<?> type) {
    this.constants = List.of(type.getEnumConstants());
  }

  static Optional<ITypeConverter<Object>> of(Class<?> type) {
    return type.isEnum() ? Optional.of(new WordOption(type)) : Optional.empty();
  }

  /** The word of a constant. */
  static String word(Object constant) {
    return constant instanceof StoreType type
        ? type.name()
        : ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public Object convert(String value) {
    String wanted = value.strip().replace('_', '-');
    return constants.stream()
        .filter(constant -> word(constant).equalsIgnoreCase(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\"%s\" is none of %s".formatted(value, String.join(", ", words()))));
  }

  private List<String> words() {
    return constants.stream().map(WordOption::word).toList();
  }
}
