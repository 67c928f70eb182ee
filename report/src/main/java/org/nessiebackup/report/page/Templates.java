package org.nessiebackup.report.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.report.text.Printable;

/**
 * Templates in the language of Mustache, which lie beside the classes that fill them in. Every
 * value is escaped, in text and in quoted attributes alike, and a name that a page does not have is
 * an error: names in it come from catalogs, and whoever makes them must not be able to write a
 * page.
 */
public final class Templates {
  private final Class<?> place;
  private final Map<String, Template> compiled = new ConcurrentHashMap<>();
  private final Mustache.Compiler compiler =
      Mustache.compiler()
          .escapeHTML(true)
          .strictSections(true)
          .withFormatter(value -> Printable.line(String.valueOf(value)))
          .withLoader(this::reader);

  private Templates(Class<?> place) {
    this.place = place;
  }

  /** Those beside a class; what they include lies there, or here if all pages have it. */
  public static Templates beside(Class<?> type) {
    return new Templates(type);
  }

  /** Fills in a template. */
  public String render(String name, Object page) {
    return compiled.computeIfAbsent(name, each -> compiler.compile(reader(each))).execute(page);
  }

  private Reader reader(String name) {
    String file = name.contains(".") ? name : name + ".html";
    return new StringReader(text(place.getResource(file) == null ? Templates.class : place, file));
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
