package org.nessiebackup.manifest.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.module.SimpleValueInstantiators;

/**
 * Makes records by plain reflection. The JSON library does it with method handles, for which Java
 * generates more than a hundred classes in each process, which no archive keeps.
 */
public final class ReflectiveRecords extends StdValueInstantiator {
  private final Constructor<?> constructor;

  private ReflectiveRecords(StdValueInstantiator usual, Constructor<?> constructor) {
    super(usual);
    this.constructor = constructor;
  }

  /** What to tell it. */
  public static JacksonModule module() {
    return new SimpleModule("records").setValueInstantiators(new OfRecords());
  }

  @Override
  public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      return refused(context, arguments, e.getCause());
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return refused(context, arguments, e);
    }
  }

  /** In the words that the library has for it. */
  private Object refused(DeserializationContext context, Object[] arguments, Throwable cause) {
    return context.handleInstantiationProblem(
        getValueClass(), arguments, rewrapCtorProblem(context, cause));
  }

  /** Leaves everything but records, and what else they are made of, as it is. */
  private static final class OfRecords extends SimpleValueInstantiators {
    @Override
    public ValueInstantiator modifyValueInstantiator(
        DeserializationConfig config, BeanDescription.Supplier type, ValueInstantiator usual) {
      return type.getBeanClass().isRecord()
              && usual instanceof StdValueInstantiator standard
              && standard.getWithArgsCreator() instanceof AnnotatedConstructor creator
          ? new ReflectiveRecords(standard, creator.getAnnotated())
          : usual;
    }
  }
}
