package org.nessiebackup.kubernetes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** Fulfilled by a class with a public method that takes or gives something of a library. */
final class NoPublicMembersOf extends ArchCondition<JavaClass> {
  private final String library;

  NoPublicMembersOf(String library) {
    super("show types of " + library);
    this.library = library;
  }

  @Override
  public void check(JavaClass checked, ConditionEvents events) {
    for (JavaCodeUnit member : checked.getCodeUnits()) {
      boolean shows =
          member.getModifiers().contains(JavaModifier.PUBLIC)
              && Stream.concat(
                      Stream.of(member.getRawReturnType()), member.getRawParameterTypes().stream())
                  .anyMatch(type -> type.getPackageName().startsWith(library));
      events.add(new SimpleConditionEvent(member, shows, member.getDescription()));
    }
  }
}
