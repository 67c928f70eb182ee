package org.nessiebackup.service.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;

/**
 * A file that pages load: a script, a style, a drawing.
 *
 * @param name how pages call it
 * @param text what is in it
 */
public record Asset(String name, String text) {
  /** Checks that its name is one that a path can have, with an ending that is known. */
  public Asset {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,80}")) {
      throw new IllegalArgumentException("no name of a file: " + name);
    }
    type(name);
  }

  /** One that lies beside a class. */
  public static Asset beside(Class<?> owner, String name) {
    return new Asset(name, read(owner, name));
  }

  /**
   * One of a library for browsers, as webjars have it.
   *
   * @param file its place there, such as {@code dist/htmx.min.js}; its last part is its name
   */
  public static Asset ofLibrary(String library, String file) {
    Properties found = new Properties();
    String about = "/META-INF/maven/org.webjars.npm/%s/pom.properties".formatted(library);
    try (InputStream in = Asset.class.getResourceAsStream(about)) {
      found.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String path =
        "/META-INF/resources/webjars/%s/%s/%s"
            .formatted(library, found.getProperty("version"), file);
    return new Asset(file.substring(file.lastIndexOf('/') + 1), read(Asset.class, path));
  }

  private static String read(Class<?> owner, String path) {
    try (InputStream in = owner.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("not on the class path: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its media type. */
  public String type() {
    return type(name);
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException("no ending that is known: " + name);
    };
  }
}
