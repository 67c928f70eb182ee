package org.nessiebackup.operator.values;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/** Makes settings of a tree, and names the field where that cannot be. */
final class BoundValues {
  static final String UNKNOWN = "no such field is known";
  private static final String HINT = "\"kubectl explain\" says what may stand there.";

  /** Nothing is left out, guessed or ignored. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              texts ->
                  texts
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private BoundValues() {}

  static Values bound(ObjectNode tree) {
    try {
      return MAPPER.treeToValue(tree, Values.class);
    } catch (JacksonException e) {
      Optional<Ranges.OutOfRange> range = cause(e);
      String path = path(e.getPath()) + range.map(wrong -> "." + wrong.field()).orElse("");
      String reason =
          range.map(Throwable::getMessage).orElseGet(() -> reason(e, at(tree, e.getPath())));
      throw refusal(field(path), reason, e);
    }
  }

  /** What is wrong with a field of the settings. */
  static BackupException refusal(String field, String reason, Throwable cause) {
    return Failure.USAGE.exception(field + ": " + reason, HINT, cause);
  }

  /** How a person finds a field of the settings, by the path that the chart has for it. */
  static String field(String path) {
    String section = path.split("[.\\[]", 2)[0];
    return switch (section) {
      case "vault" -> ofVault(path.replaceFirst("^vault\\.?", ""));
      case "keys", "retention" -> ofVault(path);
      default -> ofCatalog(path);
    };
  }

  static String ofCatalog(String path) {
    return "spec." + path + " of NessieCatalog";
  }

  static String ofVault(String path) {
    return "spec." + path + " of NessieVault";
  }

  private static String path(List<JacksonException.Reference> references) {
    return references.stream()
        .map(
            each ->
                each.getPropertyName() == null
                    ? "[" + each.getIndex() + "]"
                    : "." + each.getPropertyName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static JsonNode at(JsonNode tree, List<JacksonException.Reference> references) {
    JsonNode node = tree;
    for (JacksonException.Reference each : references) {
      node =
          each.getPropertyName() == null
              ? node.path(each.getIndex())
              : node.path(each.getPropertyName());
    }
    return node;
  }

  private static Optional<Ranges.OutOfRange> cause(JacksonException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Ranges.OutOfRange range) {
        return Optional.of(range);
      }
    }
    return Optional.empty();
  }

  private static String reason(JacksonException failure, JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "it is missing";
    }
    return switch (failure) {
      case UnrecognizedPropertyException unused -> UNKNOWN;
      case InvalidFormatException wrong ->
          "\"%s\" is not %s".formatted(wrong.getValue(), wanted(wrong));
      case MismatchedInputException wrong -> "it has to be " + wanted(wrong);
      default -> Optional.ofNullable(failure.getOriginalMessage()).orElse("it cannot be read");
    };
  }

  private static String wanted(MismatchedInputException failure) {
    Class<?> type = failure.getTargetType();
    if (type == null) {
      return "something else";
    }
    if (type.isEnum()) {
      return "one of its words";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer", "OptionalInt", "long", "Long" -> "a whole number";
      case "boolean", "Boolean" -> "true or false";
      case "String" -> "a text";
      default -> "an object with fields";
    };
  }
}
