package org.nessiebackup.cli.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An option that is about one run, such as an answer to its question. A settings file does not say
 * it: what is written down once would hold for runs that nobody had in mind.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface OfOneRun {}
