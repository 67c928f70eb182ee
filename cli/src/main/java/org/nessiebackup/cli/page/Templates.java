package org.nessiebackup.cli.page;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.nessiebackup.report.text.Printable;

/**
 * Templates in the language of Mustache. Every value is escaped, in text and in quoted attributes
 * alike, and a name that a page does not have is an error: names in it come from catalogs, and
 * whoever makes them must not be able to write a page.
 */
public final class Templates {
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .escapeHTML(true)
          .strictSections(true)
          .withFormatter(value -> Printable.line(String.valueOf(value)))
          .withLoader(name -> new StringReader(text(name)));

  private Templates() {}

  /** Fills in a template. */
  public static String render(String name, Object page) {
    return COMPILER.compile(text(name)).execute(page);
  }

  private static String text(String name) {
    try (InputStream resource = Templates.class.getResourceAsStream(name + ".html")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
