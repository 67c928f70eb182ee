package org.nessiebackup.report.page;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.nessiebackup.report.text.Printable;

/**
 * Templates in the language of Mustache, which lie beside the classes that fill them in. Every
 * value is escaped, in text and in quoted attributes alike, and a name that a page does not have is
 * an error: names in it come from catalogs, and whoever makes them must not be able to write a
 * page.
 */
public final class Templates {
  private final List<Class<?>> places;
  private final Map<String, Template> compiled = new ConcurrentHashMap<>();
  private final Mustache.Compiler compiler =
      Mustache.compiler()
          .escapeHTML(true)
          .strictSections(true)
          .emptyStringIsFalse(true)
          .withCollector(new Sections())
          .withFormatter(value -> Printable.line(String.valueOf(value)))
          .withLoader(this::reader);

  private Templates(List<Class<?>> places) {
    this.places = places;
  }

  /**
   * Those beside a class; what they include lies there, beside one of the others, or here if all
   * pages have it.
   */
  public static Templates beside(Class<?> type, Class<?>... others) {
    return new Templates(
        Stream.of(Stream.of(type), Stream.of(others), Stream.of(Templates.class))
            .<Class<?>>flatMap(each -> each)
            .toList());
  }

  /** A section is left out for what is absent, as it is for what is empty. */
  private static final class Sections extends DefaultCollector {
    @Override
    public Iterator<?> toIterator(Object value) {
      return value instanceof Optional<?> found
          ? found.stream().iterator()
          : super.toIterator(value);
    }
  }

  /** Fills in a template. */
  public String render(String name, Object page) {
    return compiled.computeIfAbsent(name, each -> compiler.compile(reader(each))).execute(page);
  }

  private Reader reader(String name) {
    String file = name.contains(".") ? name : name + ".html";
    Class<?> place =
        places.stream()
            .filter(each -> each.getResource(file) != null)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no template: " + name));
    return new StringReader(text(place, file));
  }

  /** A text that lies beside a class. */
  public static String text(Class<?> type, String file) {
    try (InputStream resource = type.getResourceAsStream(file)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
