package org.nessiebackup.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a JSON object that is made of a value, in order. Times are RFC 3339 in UTC to the
 * millisecond, spans are seconds to the millisecond, sizes are bytes; what does not apply is left
 * out, nothing is {@code null}.
 *
 * @param <T> the value
 */
public final class Shape<T> {
  /** What a member holds. */
  public enum Type {
    STRING,
    NUMBER,
    BOOLEAN
  }

  /**
   * A member that there may be.
   *
   * @param path such as {@code tables[].name}
   * @param type what it holds
   * @param optional whether it is left out where it does not apply; of an element of an array,
   *     whether it is left out of some
   */
  public record Member(String path, Type type, boolean optional) {
    private Member below(String prefix, boolean unsure) {
      return new Member(prefix + path, type, optional || unsure);
    }
  }

  private record Part<T>(BiConsumer<ObjectNode, T> writer, List<Member> members) {}

  private final List<Part<T>> parts;

  private Shape(List<Part<T>> parts) {
    this.parts = List.copyOf(parts);
  }

  /** One without members. */
  public static <T> Shape<T> of(Class<T> type) {
    return new Shape<>(List.of());
  }

  static <T> Shape<T> empty() {
    return new Shape<>(List.of());
  }

  /** The object for a value. */
  public ObjectNode json(T value) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    write(node, value);
    return node;
  }

  /** Adds the members to an object. */
  public void write(ObjectNode node, T value) {
    parts.forEach(part -> part.writer().accept(node, value));
  }

  /** All members that there may be, in order. */
  public List<Member> members() {
    return parts.stream().flatMap(part -> part.members().stream()).toList();
  }

  /** A moment as JSON has it. */
  public static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** A span as JSON has it. */
  public static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** A text. */
  Shape<T> text(String name, Function<T, String> value) {
    return with((node, each) -> node.put(name, value.apply(each)), name, Type.STRING, false);
  }

  /** A text that may be absent. */
  Shape<T> textIf(String name, Function<T, Optional<String>> value) {
    return with(
        (node, each) -> value.apply(each).ifPresent(text -> node.put(name, text)),
        name,
        Type.STRING,
        true);
  }

  /** Several texts. */
  Shape<T> texts(String name, Function<T, ? extends Collection<String>> values) {
    return with(
        (node, each) -> values.apply(each).forEach(node.putArray(name)::add),
        name + "[]",
        Type.STRING,
        false);
  }

  /** A moment. */
  Shape<T> time(String name, Function<T, Instant> value) {
    return text(name, each -> time(value.apply(each)));
  }

  /** A moment that may not be known. */
  Shape<T> timeIf(String name, Function<T, Optional<Instant>> value) {
    return textIf(name, each -> value.apply(each).map(Shape::time));
  }

  /** A number. */
  Shape<T> number(String name, Function<T, ? extends Number> value) {
    return with((node, each) -> put(node, name, value.apply(each)), name, Type.NUMBER, false);
  }

  /** A number that may be absent. */
  Shape<T> numberIf(String name, Function<T, ? extends Optional<? extends Number>> value) {
    return with(
        (node, each) -> value.apply(each).ifPresent(number -> put(node, name, number)),
        name,
        Type.NUMBER,
        true);
  }

  /** A span. */
  Shape<T> seconds(String name, Function<T, Duration> value) {
    return number(name, each -> seconds(value.apply(each)));
  }

  /** An age, in whole seconds, that may not be known. */
  Shape<T> ageIf(String name, Function<T, Optional<Duration>> value) {
    return numberIf(name, each -> value.apply(each).map(Duration::toSeconds));
  }

  /** Yes or no. */
  Shape<T> flag(String name, Predicate<T> value) {
    return with((node, each) -> node.put(name, value.test(each)), name, Type.BOOLEAN, false);
  }

  /** An object inside. */
  <U> Shape<T> object(String name, Shape<U> shape, Function<T, U> value) {
    return with(
        (node, each) -> shape.write(node.putObject(name), value.apply(each)),
        shape.below(name + ".", false));
  }

  /** An object inside that may be absent. */
  <U> Shape<T> objectIf(String name, Shape<U> shape, Function<T, Optional<U>> value) {
    return with(
        (node, each) ->
            value.apply(each).ifPresent(inner -> shape.write(node.putObject(name), inner)),
        shape.below(name + ".", true));
  }

  /** Several objects. */
  <U> Shape<T> list(String name, Shape<U> shape, Function<T, ? extends Collection<U>> values) {
    return with(
        (node, each) -> {
          ArrayNode array = node.putArray(name);
          values.apply(each).forEach(element -> shape.write(array.addObject(), element));
        },
        shape.below(name + "[].", false));
  }

  /** The members of another shape, beside those that are here. */
  <U> Shape<T> members(Shape<U> shape, Function<T, U> value) {
    return with((node, each) -> shape.write(node, value.apply(each)), shape.members());
  }

  /** The same, where they apply. */
  <U> Shape<T> membersIf(Shape<U> shape, Function<T, Optional<U>> value) {
    return with(
        (node, each) -> value.apply(each).ifPresent(inner -> shape.write(node, inner)),
        shape.below("", true));
  }

  /** The members of one of two shapes, by what the value is. */
  <A extends T, B extends T> Shape<T> either(
      Class<A> first, Shape<A> one, Class<B> second, Shape<B> other) {
    return with(
        (node, each) -> {
          if (first.isInstance(each)) {
            one.write(node, first.cast(each));
          } else {
            other.write(node, second.cast(each));
          }
        },
        union(one.members(), other.members()));
  }

  private static List<Member> union(List<Member> some, List<Member> others) {
    List<Member> all = new ArrayList<>();
    some.forEach(member -> all.add(member.below("", !others.contains(member))));
    others.stream()
        .filter(member -> !some.contains(member))
        .forEach(member -> all.add(member.below("", true)));
    return all;
  }

  /** The document of a plan: that nothing is changed yet, and the plan. */
  public Shape<T> planned() {
    return new Shape<T>(List.of())
        .flag("dry_run", plan -> true)
        .object("plan", this, Function.identity());
  }

  /** The document of a report where there are plans, too: that this is none, and the report. */
  public Shape<T> done() {
    return new Shape<T>(List.of())
        .flag("dry_run", report -> false)
        .members(this, Function.identity());
  }

  private List<Member> below(String prefix, boolean unsure) {
    return members().stream().map(member -> member.below(prefix, unsure)).toList();
  }

  private Shape<T> with(
      BiConsumer<ObjectNode, T> writer, String name, Type type, boolean optional) {
    return with(writer, List.of(new Member(name, type, optional)));
  }

  private Shape<T> with(BiConsumer<ObjectNode, T> writer, List<Member> members) {
    List<Part<T>> all = new ArrayList<>(parts);
    all.add(new Part<>(writer, members));
    return new Shape<>(all);
  }

  private static void put(ObjectNode node, String name, Number value) {
    switch (value) {
      case Integer number -> node.put(name, number);
      case Long number -> node.put(name, number);
      case Double number -> node.put(name, number);
      default -> throw new IllegalArgumentException("no number of JSON: " + value.getClass());
    }
  }
}
