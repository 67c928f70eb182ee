package org.nessiebackup.cli.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Options that mean something else to this command than to others of the same name. Outside of the
 * command line they are named together with their command only, so that one name is one thing.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface NamedByCommand {
  /** The options, such as {@code --to}. */
  String[] value();
}
