package org.nessiebackup.kubernetes.check;

import java.util.List;
import java.util.function.Consumer;
import org.nessiebackup.check.CheckReport.Status;

/**
 * Something wrong, and the one item that has to say so.
 *
 * @param name for people
 * @param cause makes it so
 * @param item the item's name
 * @param status how it is then
 * @param words that stand in what was found or in the advice
 */
record Defect(
    String name, Consumer<CheckScene> cause, String item, Status status, List<String> words) {
  static Defect of(
      String name, Consumer<CheckScene> cause, String item, Status status, String... words) {
    return new Defect(name, cause, item, status, List.of(words));
  }

  @Override
  public String toString() {
    return name;
  }
}
